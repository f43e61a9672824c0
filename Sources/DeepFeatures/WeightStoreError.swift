import Numerics

/// What can be wrong with weights that were, or were not, added by name.
public enum WeightStoreError: ExplainableError, Equatable {
  case badName(String)
  case notAdded(String, nearest: String?, known: [String])
  case brokenRecord(path: String)
  case noDefault

  public static let samples: [Self] = [
    .badName("../x"), .notAdded("imagenet", nearest: nil, known: []), .brokenRecord(path: "imagenet.json"),
    .noDefault,
  ]

  public var entry: ErrorEntry {
    switch self {
    case .badName(let name):
      ErrorEntry(
        "E1021", "weights cannot be called '\(name)'",
        remedy: "use up to 64 letters, digits, - and _, beginning with a letter or digit", explanation: Self.idea)
    case .notAdded(let name, let nearest, let known):
      ErrorEntry(
        "E1022",
        "there is no file \"\(name)\", and no weights were added under that name"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
        remedy: known.isEmpty
          ? "`mien weights add NAME FILE` adds some" : "there are: \(known.joined(separator: ", "))",
        explanation: Self.idea)
    case .brokenRecord(let path):
      ErrorEntry(
        "E1023", "\"\(path)\" is not what this program writes",
        remedy: "add the weights again: `mien weights add NAME FILE`", explanation: Self.idea)
    case .noDefault:
      ErrorEntry(
        "E1024", "this build has no weights of its own",
        remedy: "give a file: `resnet18 weights=\"resnet18.safetensors\"`", explanation: Self.idea)
    }
  }

  private static let idea =
    "`mien weights add NAME FILE` checks a file of weights, copies it and notes its SHA-256, by which the copy is known "
    + "again each time; `resnet18 weights=\"NAME\"` then works from anywhere."
}
