import Imaging
import Numerics

/// A set of invented faces to be drawn: checked wishes, from which `render` makes the pictures.
///
/// The faces follow the Facial Action Coding System; nothing about them was chosen by how well any method recognises them.
/// Classes and subjects are crossed: each subject appears with every emotion as evenly as the counts allow, and the
/// groups (skin tones) are shared evenly over the subjects, so neither gives an emotion away.
///
/// With several `frames` a picture comes with others of the same moment, as the frames of a film do: one subject, one
/// expression and one light, with the head moved by less than a pixel and other noise.
///
/// What subject s looks like depends on (seed, s) alone; light, pose, noise and variation of expression of row i on
/// (seed, i) alone, or of moment m on (seed, m). Which emotion and subject a row has depends on all the counts: a set of 10 is not the beginning of a
/// set of 20.
public struct SyntheticFaces: Sendable {
  /// Emotions with their numbers of faces; no emotion twice.
  public let classes: [(emotion: Emotion, count: Int)]
  public let subjects: Int
  public let intensity: Float
  public let bias: Float
  public let biasedGroup: SkinTone
  /// In what ways that group has it worse.
  public let causes: [BiasCause]
  /// How many pictures there are of each moment; the last moment of a class may have fewer.
  public let frames: Int
  public let seed: UInt64
  /// What the names of the subjects begin with.
  public let name: String
  let renderer: FaceRenderer

  /// Number of faces.
  public var count: Int { classes.reduce(0) { $0 + $1.count } }
  /// Width and height of each picture.
  public var size: Int { renderer.size }

  /// Faces with so many of each class.
  ///
  /// - Parameters:
  ///   - counts: class names (see `Emotion`) with their numbers of faces.
  ///   - subjects: how many different people; 1 … number of faces.
  ///   - intensity: how strongly faces move, 0 not at all … 1 as strongly as a face can; each face varies around it. The
  ///     default is that of a micro-expression: visible when looked for.
  ///   - bias: how much worse `biasedGroup` has it, 0…1, by `causes`. Leaves other groups as they are, but for `.fewer`,
  ///     by which they have more rows.
  ///   - frames: how many pictures are of the same moment, at least 1.
  ///   - size: width of the pictures, `FaceRenderer.sizes`.
  ///   - name: unique to the set, because the names of its subjects begin with it.
  public init(
    counts: [(name: String, count: Int)], subjects: Int, intensity: Double = 0.3, bias: Double = 0,
    biasedGroup: SkinTone = .dark, causes: [BiasCause] = [.light], frames: Int = 1, size: Int = 80, seed: UInt64 = 0,
    name: String = "faces"
  ) throws(SyntheticFaceError) {
    classes = try Self.checked(counts)
    let total = classes.reduce(0) { $0 + $1.count }
    guard total >= 1 else { throw .tooFewFaces(count: total) }
    guard frames >= 1 else {
      throw .parameterOutOfRange(name: "frames", value: Double(frames), range: 1...Double(max(1, total)))
    }
    let moments = classes.reduce(0) { $0 + ($1.count - 1 + frames) / frames }
    guard subjects >= 1, subjects <= moments else { throw .subjectsOutOfRange(subjects: subjects, count: moments) }
    self.frames = frames
    self.subjects = subjects
    self.intensity = try Self.share("intensity", intensity)
    self.bias = try Self.share("bias", bias)
    self.biasedGroup = biasedGroup
    self.causes = causes
    self.seed = seed
    self.name = name
    renderer = try FaceRenderer(size: size)
  }

  /// `count` faces, shared evenly over the classes named; the first ones get one more where it does not divide.
  public init(
    count: Int, classes names: [String] = Emotion.allCases.map(\.rawValue), subjects: Int, intensity: Double = 0.3,
    bias: Double = 0, biasedGroup: SkinTone = .dark, causes: [BiasCause] = [.light], frames: Int = 1, size: Int = 80,
    seed: UInt64 = 0, name: String = "faces"
  ) throws(SyntheticFaceError) {
    guard count >= 1 else { throw .tooFewFaces(count: count) }
    guard !names.isEmpty else { throw .noClasses }
    let each = count / names.count
    let counts = names.enumerated().map { (name: $1, count: each + ($0 < count % names.count ? 1 : 0)) }
    try self.init(
      counts: counts, subjects: subjects, intensity: intensity, bias: bias, biasedGroup: biasedGroup, causes: causes,
      frames: frames, size: size, seed: seed, name: name)
  }

  private static func checked(
    _ counts: [(name: String, count: Int)]
  ) throws(SyntheticFaceError) -> [(emotion: Emotion, count: Int)] {
    guard !counts.isEmpty else { throw .noClasses }
    var result: [(emotion: Emotion, count: Int)] = []
    for (name, count) in counts {
      let emotion = try Emotion(named: name)
      guard !result.contains(where: { $0.emotion == emotion }) else {
        throw .repeatedEmotion(name: name, classes: counts.count)
      }
      guard count >= 0 else { throw .negativeClassCount(name: name, count: count) }
      result.append((emotion, count))
    }
    return result
  }

  private static func share(_ name: String, _ value: Double) throws(SyntheticFaceError) -> Float {
    guard value >= 0, value <= 1 else { throw .parameterOutOfRange(name: name, value: value, range: 0...1) }
    return Float(value)
  }
}

/// Pictures with what is known of them; row i of each part is about the same picture.
public struct SyntheticFaceSet: Sendable {
  public let images: ImageStack
  /// Class names in alphabetical order, those of the set alone.
  public let labels: Labels
  public let subjects: [String]
  /// Skin tones: `SkinTone` raw values.
  public let groups: [String]
}
