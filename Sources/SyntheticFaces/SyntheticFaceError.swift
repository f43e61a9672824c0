import Imaging
import Numerics

/// What can be wrong with the wishes for synthetic faces.
public enum SyntheticFaceError: ExplainableError, Equatable {
  case tooFewFaces(count: Int)
  case unknownEmotion(name: String, nearest: [String])
  case repeatedEmotion(name: String, classes: Int)
  case noClasses
  case negativeClassCount(name: String, count: Int)
  case subjectsOutOfRange(subjects: Int, count: Int)
  case parameterOutOfRange(name: String, value: Double, range: ClosedRange<Double>)
  case sizeOutOfRange(size: Int, range: ClosedRange<Int>)
  /// Pictures that would not fit into this machine's memory.
  case tooLarge(count: Int, gibibytes: Int, limit: Int)

  public static let samples: [Self] = [
    .tooFewFaces(count: 30), .unknownEmotion(name: "fear", nearest: []), .repeatedEmotion(name: "fear", classes: 1),
    .noClasses, .negativeClassCount(name: "fear", count: 30), .subjectsOutOfRange(subjects: 1, count: 30),
    .parameterOutOfRange(name: "intensity", value: 2, range: 0...1), .sizeOutOfRange(size: 8, range: 32...512),
    .tooLarge(count: 1_000_000, gibibytes: 244, limit: 11),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .tooFewFaces(let count):
      ErrorEntry("E0750", "asked to draw \(count) faces", remedy: "ask for at least 1 face", explanation: Idea.drawing)
    case .unknownEmotion(let name, let nearest):
      ErrorEntry(
        "E0751", "no face can be drawn with the emotion '\(name)'",
        remedy: (nearest.isEmpty ? "" : "did you mean \(Self.listed(nearest))? ")
          + "The emotions are: \(Self.allNames)",
        explanation: Idea.emotions)
    case .repeatedEmotion(let name, let classes):
      ErrorEntry(
        "E0752",
        classes > Emotion.allCases.count
          ? "\(classes) classes were named, but there are \(Emotion.allCases.count) emotions; '\(name)' is there twice"
          : "the emotion '\(name)' is named twice",
        remedy: "name each emotion once, with the faces of the class added up", explanation: Idea.emotions)
    case .noClasses:
      ErrorEntry(
        "E0753", "no emotion was named", remedy: "name at least one of: \(Self.allNames)", explanation: Idea.emotions)
    case .negativeClassCount(let name, let count):
      ErrorEntry(
        "E0754", "the class '\(name)' cannot have \(count) faces",
        remedy: "give the class 0 faces or more", explanation: Idea.emotions)
    case .subjectsOutOfRange(let subjects, let count):
      ErrorEntry(
        "E0755", "\(subjects) subjects cannot share \(count) faces",
        remedy: "choose between 1 and \(count) subjects, so that each has at least one face",
        explanation: "A subject is one invented person, who appears in several pictures. There must be at least one, "
          + "and no more than there are pictures.")
    case .parameterOutOfRange(let name, let value, let range):
      ErrorEntry(
        "E0756", "\(name) must be between \(range.lowerBound) and \(range.upperBound); got \(value)",
        remedy: "choose a number from \(range.lowerBound) to \(range.upperBound) for \(name)",
        explanation: "Intensity says how strongly a face moves, from 0 (not at all) to 1 (as strongly as a face can); "
          + "bias says how much worse one group is lit, from 0 (not at all) to 1.")
    case .sizeOutOfRange(let size, let range):
      ErrorEntry(
        "E0757", "the size must be between \(range.lowerBound) and \(range.upperBound) pixels; got \(size)",
        remedy: "choose a width from \(range.lowerBound) to \(range.upperBound); 80 is usual", explanation: Idea.drawing
      )
    case .tooLarge(let count, let gibibytes, let limit):
      ErrorEntry(
        "E0758", "\(count) faces of that size need \(gibibytes) GiB of memory; the limit is \(limit) GiB",
        remedy: "ask for fewer faces, or for smaller ones", explanation: Idea.drawing)
    }
  }

  private static var allNames: String { Emotion.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func listed(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: " or ")
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let drawing =
    "Synthetic faces are drawn one by one, each as a square grey picture. Their number must be at least one; their "
    + "width must leave room for eyes and mouth, and stay small enough for many of them to fit into memory."
  static let emotions =
    "A synthetic face is drawn from the action units that the Facial Action Coding System gives for an emotion. There "
    + "are eight such emotions, by the names that data sets are unified to, and each class of a set is one of them."
}
