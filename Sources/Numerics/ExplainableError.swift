/// An error that an engine throws and that a person will read.
///
/// An engine knows nothing of scripts; whoever calls it adds the place. Each engine has one enum of its errors. A new
/// error is a case, its `entry` and its sample, in the enum's own file.
public protocol ExplainableError: Error, Sendable {
  /// All that is said of it.
  var entry: ErrorEntry { get }
  /// One error of each case, with something found, for whoever asks what a code means without having met it. Of cases
  /// that share a code the first speaks for it.
  static var samples: [Self] { get }
}

extension ExplainableError {
  public var code: String { entry.code }
  public var problem: String { entry.problem }
  public var remedy: String { entry.remedy }
  public var explanation: String { entry.explanation }
}

/// What is said of an error: one line of the table that each type of errors is.
public struct ErrorEntry: Sendable, Equatable {
  /// Stable: `E05xx` data sets, `E06xx` learning, `E07xx` images, `E08xx` evaluation, `E09xx` numerics, `E10xx`
  /// neural networks, `E13xx` causes, `E14xx` graphs, `E15xx` texts.
  public let code: String
  /// What is wrong, with the names and numbers found: "class 'fear' has 1 row; SMOTE with k = 5 needs 6".
  public let problem: String
  /// What to do about it, in the language's own terms where that is possible.
  public let remedy: String
  /// What `explain CODE` says of it, beyond this one case: the idea, in two or three sentences.
  public let explanation: String

  public init(_ code: String, _ problem: String, remedy: String, explanation: String) {
    self.code = code
    self.problem = problem
    self.remedy = remedy
    self.explanation = explanation
  }

  /// Stands in for an entry that a table in several parts lacks. A test tells such a case before anybody can meet it.
  public static func unlisted(_ error: any Error) -> ErrorEntry {
    ErrorEntry("E0301", "\(error)", remedy: "", explanation: "This error has no words of its own.")
  }
}
