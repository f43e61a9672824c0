/// One line of how numbers were made, as it goes with a table into every format.
public struct ProvenanceLine: Sendable, Equatable {
  /// What it tells of. Captions take the lines of some topics and leave out others.
  public enum Topic: String, Sendable {
    case plan, evaluation, data
  }

  public var topic: Topic
  public var content: String

  public init(_ topic: Topic, _ content: String) {
    self.topic = topic
    self.content = content
  }

  /// As it is shown: "plan: load "ziya07" | lbp | svm rbf".
  public var text: String { "\(topic.rawValue): \(content)" }
}
