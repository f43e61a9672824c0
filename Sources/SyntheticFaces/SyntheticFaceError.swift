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

  public var code: String {
    switch self {
    case .tooFewFaces: "E0750"
    case .unknownEmotion: "E0751"
    case .repeatedEmotion: "E0752"
    case .noClasses: "E0753"
    case .negativeClassCount: "E0754"
    case .subjectsOutOfRange: "E0755"
    case .parameterOutOfRange: "E0756"
    case .sizeOutOfRange: "E0757"
    case .tooLarge: "E0758"
    }
  }

  public var problem: String {
    switch self {
    case .tooFewFaces(let count): "asked to draw \(count) faces"
    case .unknownEmotion(let name, _): "no face can be drawn with the emotion '\(name)'"
    case .repeatedEmotion(let name, let classes):
      classes > Emotion.allCases.count
        ? "\(classes) classes were named, but there are \(Emotion.allCases.count) emotions; '\(name)' is there twice"
        : "the emotion '\(name)' is named twice"
    case .noClasses: "no emotion was named"
    case .negativeClassCount(let name, let count): "the class '\(name)' cannot have \(count) faces"
    case .subjectsOutOfRange(let subjects, let count): "\(subjects) subjects cannot share \(count) faces"
    case .parameterOutOfRange(let name, let value, let range):
      "\(name) must be between \(range.lowerBound) and \(range.upperBound); got \(value)"
    case .sizeOutOfRange(let size, let range):
      "the size must be between \(range.lowerBound) and \(range.upperBound) pixels; got \(size)"
    case .tooLarge(let count, let gibibytes, let limit):
      "\(count) faces of that size need \(gibibytes) GiB of memory; the limit is \(limit) GiB"
    }
  }

  public var remedy: String {
    switch self {
    case .tooFewFaces: "ask for at least 1 face"
    case .unknownEmotion(_, let nearest):
      (nearest.isEmpty ? "" : "did you mean \(Self.listed(nearest))? ") + "The emotions are: \(Self.allNames)"
    case .repeatedEmotion: "name each emotion once, with the faces of the class added up"
    case .noClasses: "name at least one of: \(Self.allNames)"
    case .negativeClassCount: "give the class 0 faces or more"
    case .subjectsOutOfRange(_, let count): "choose between 1 and \(count) subjects, so that each has at least one face"
    case .parameterOutOfRange(let name, _, let range):
      "choose a number from \(range.lowerBound) to \(range.upperBound) for \(name)"
    case .sizeOutOfRange(_, let range): "choose a width from \(range.lowerBound) to \(range.upperBound); 80 is usual"
    case .tooLarge: "ask for fewer faces, or for smaller ones"
    }
  }

  public var explanation: String {
    switch self {
    case .tooFewFaces, .sizeOutOfRange, .tooLarge:
      """
      Synthetic faces are drawn one by one, each as a square grey picture. Their number must be at least one; their \
      width must leave room for eyes and mouth, and stay small enough for many of them to fit into memory.
      """
    case .unknownEmotion, .repeatedEmotion, .noClasses, .negativeClassCount:
      """
      A synthetic face is drawn from the action units that the Facial Action Coding System gives for an emotion. There \
      are eight such emotions, by the names that data sets are unified to, and each class of a set is one of them.
      """
    case .subjectsOutOfRange:
      """
      A subject is one invented person, who appears in several pictures. There must be at least one, and no more than \
      there are pictures.
      """
    case .parameterOutOfRange:
      """
      Intensity says how strongly a face moves, from 0 (not at all) to 1 (as strongly as a face can); bias says how \
      much worse one group is lit, from 0 (not at all) to 1.
      """
    }
  }

  private static var allNames: String { Emotion.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func listed(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: " or ")
  }
}
