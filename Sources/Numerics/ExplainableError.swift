/// An error that an engine throws and that a person will read.
///
/// An engine knows nothing of scripts; whoever calls it adds the place. Each engine has one enum of its errors.
public protocol ExplainableError: Error, Sendable {
  /// Stable: `E05xx` data sets, `E06xx` learning, `E07xx` images, `E08xx` evaluation, `E09xx` numerics, `E10xx`
  /// neural networks, `E13xx` causes, `E14xx` graphs, `E15xx` texts.
  var code: String { get }
  /// What is wrong, with the names and numbers found: "class 'fear' has 1 row; SMOTE with k = 5 needs 6".
  var problem: String { get }
  /// What to do about it, in the language's own terms where that is possible.
  var remedy: String { get }
  /// What `explain CODE` says of it, beyond this one case: the idea, in two or three sentences.
  var explanation: String { get }
}
