import Imaging
import Numerics

/// How light a skin is: the group that questions of fairness are asked about.
public enum SkinTone: String, CaseIterable, Sendable, Codable {
  case light
  case medium
  case dark

  /// Share of light that skin of this group gives back; a person lies somewhere in the range.
  var reflectance: ClosedRange<Float> {
    switch self {
    case .light: 0.5...0.62
    case .medium: 0.34...0.44
    case .dark: 0.17...0.25
    }
  }
}

/// How the hair is worn.
public enum HairStyle: String, CaseIterable, Sendable, Codable {
  case bald
  case cropped
  case short
  case fringe
  case parted
  case long
}

/// What makes one invented person recognisable: everything that neither expression nor scene changes.
///
/// Lengths are in face units (see `FaceLandmarks`), tones are shares of light given back, 0…1.
public struct FaceIdentity: Sendable, Equatable {
  public var skinTone = SkinTone.medium
  public var skin: Float = 0.4

  /// Half the width of the head at the cheekbones.
  public var headWidth: Float = 0.77
  /// From the middle of the head to the chin.
  public var chinLength: Float = 1
  /// Above 0 a square jaw, below 0 a pointed one.
  public var jawSquareness: Float = 0.05

  public var eyeSpacing: Float = 0.315
  /// Half the width of an eye.
  public var eyeWidth: Float = 0.155
  /// From lid to lid, at rest.
  public var eyeOpening: Float = 0.115
  /// How much higher the outer corner lies than the inner one.
  public var eyeTilt: Float = 0.01
  public var iris: Float = 0.1
  /// From the upper lid to its crease; 0 shows none.
  public var lidCrease: Float = 0.05

  /// From the eye to the brow.
  public var browHeight: Float = 0.23
  public var browThickness: Float = 0.033
  public var browArch: Float = 0.03
  /// How much lower the inner end lies than the outer one.
  public var browTilt: Float = 0

  public var noseLength: Float = 0.42
  /// Half the width at the wings.
  public var noseWidth: Float = 0.155
  /// How far the nose stands out.
  public var noseHeight: Float = 0.06

  /// From the nose to the middle of the mouth.
  public var mouthDrop: Float = 0.2
  /// Half the width of the mouth.
  public var mouthWidth: Float = 0.265
  public var upperLip: Float = 0.062
  public var lowerLip: Float = 0.092
  /// Tone of the lips as a share of that of the skin.
  public var lipTone: Float = 0.58

  /// 0 young, without lines; 1 old.
  public var age: Float = 0.2
  public var hairStyle = HairStyle.short
  public var hair: Float = 0.05
  /// Where the hair begins above the forehead.
  public var hairline: Float = -0.72
  public var wearsGlasses = false

  public init() {}

  /// A person by chance: a tone of the group, and each measure near the average.
  public init(_ skinTone: SkinTone, drawnFrom generator: inout SeededGenerator) {
    self.skinTone = skinTone
    let range = skinTone.reflectance
    skin = generator.draw(range)
    drawShape(&generator)
    drawEyes(&generator)
    drawNoseAndMouth(&generator)
    drawAgeAndHair(&generator)
  }

  private mutating func drawShape(_ generator: inout SeededGenerator) {
    headWidth = generator.near(0.77, within: 0.075)
    chinLength = generator.near(0.99, within: 0.07)
    jawSquareness = generator.near(-0.05, within: 0.35)
  }

  private mutating func drawEyes(_ generator: inout SeededGenerator) {
    eyeSpacing = generator.near(0.315, within: 0.03)
    eyeWidth = generator.near(0.155, within: 0.018)
    eyeOpening = generator.near(0.115, within: 0.025)
    eyeTilt = generator.near(0.012, within: 0.035)
    iris = generator.draw(skinTone == .light ? 0.06...0.3 : 0.04...0.1)
    lidCrease = generator.uniform() < 0.25 ? 0 : generator.near(0.05, within: 0.015)
    browHeight = generator.near(0.23, within: 0.03)
    browThickness = generator.near(0.033, within: 0.013)
    browArch = generator.near(0.03, within: 0.03)
    browTilt = generator.near(0, within: 0.03)
  }

  private mutating func drawNoseAndMouth(_ generator: inout SeededGenerator) {
    noseLength = generator.near(0.41, within: 0.05)
    noseWidth = generator.near(0.155, within: 0.035)
    noseHeight = generator.near(0.06, within: 0.02)
    mouthDrop = generator.near(0.2, within: 0.03)
    mouthWidth = generator.near(0.265, within: 0.035)
    upperLip = generator.near(0.06, within: 0.025)
    lowerLip = generator.near(0.09, within: 0.028)
    lipTone = generator.near(0.58, within: 0.12)
  }

  private mutating func drawAgeAndHair(_ generator: inout SeededGenerator) {
    let young = Float(generator.uniform())
    age = young * young
    // Bare heads are rarer than any way to wear hair.
    hairStyle =
      generator.uniform() < 0.07 ? .bald : HairStyle.allCases[1 + generator.below(HairStyle.allCases.count - 1)]
    let natural = generator.draw(skinTone == .light ? 0.03...0.34 : 0.02...0.07)
    let greyness = max(0, age - 0.55) * 1.3
    hair = natural + greyness * (0.55 - natural)
    hairline = generator.near(-0.72, within: 0.06) - 0.08 * age
    wearsGlasses = generator.uniform() < 0.2
  }
}

extension SeededGenerator {
  /// Uniform in a range.
  mutating func draw(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + Float(uniform()) * (range.upperBound - range.lowerBound)
  }

  /// Near `mean`, never further than `spread` from it: the mean of three uniform numbers, bell-shaped.
  mutating func near(_ mean: Float, within spread: Float) -> Float {
    mean + spread * Float((uniform() + uniform() + uniform()) * 2 / 3 - 1)
  }
}
