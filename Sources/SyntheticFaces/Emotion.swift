import Basics
import Imaging

/// An emotion that a face can be drawn with: the unified class names of the data sets, in alphabetical order.
///
/// Each is a set of action units: one common prototype of those that Ekman, Friesen & Hager list in *Facial Action
/// Coding System: Investigator's Guide* (2002). People show other combinations too; a drawn set shows this one alone.
public enum Emotion: String, CaseIterable, Sendable, Codable {
  case anger
  case contempt
  case disgust
  case fear
  case happy
  case neutral
  case sad
  case surprise

  /// The action units that make up the emotion; none for a neutral face.
  public var actionUnits: [ActionUnit] {
    switch self {
    case .anger: [.browLowerer, .upperLidRaiser, .lidTightener, .lipTightener]
    case .contempt: [.lipCornerPuller, .dimpler]
    case .disgust: [.noseWrinkler, .lipCornerDepressor, .lowerLipDepressor]
    case .fear:
      [.innerBrowRaiser, .outerBrowRaiser, .browLowerer, .upperLidRaiser, .lidTightener, .lipStretcher, .jawDrop]
    case .happy: [.cheekRaiser, .lipCornerPuller]
    case .neutral: []
    case .sad: [.innerBrowRaiser, .browLowerer, .lipCornerDepressor]
    case .surprise: [.innerBrowRaiser, .outerBrowRaiser, .upperLidRaiser, .jawDrop]
    }
  }

  /// Whether one side of the face alone shows it. Contempt is the only such emotion.
  public var isUnilateral: Bool { self == .contempt }

  /// The emotion of a class name.
  /// - Throws: `SyntheticFaceError.unknownEmotion`, which names the nearest ones.
  public init(named name: String) throws(SyntheticFaceError) {
    guard let emotion = Emotion(rawValue: name) else {
      throw .unknownEmotion(name: name, nearest: Self.names(near: name))
    }
    self = emotion
  }

  /// The emotions that `name` may have been meant to be: same first three letters, or the nearest.
  static func names(near name: String) -> [String] {
    let (known, start) = (allCases.map(\.rawValue), name.lowercased().prefix(3))
    let nearest = nearestName(to: name, among: known)
    return known.filter { $0 == nearest || (start.count == 3 && $0.hasPrefix(start)) }
  }
}
