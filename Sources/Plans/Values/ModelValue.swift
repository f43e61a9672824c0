import Basics

extension FittedPipeline: Payload {
  public var valueKind: ValueKinds { .fittedModel }
  public var synthetic: String? { origin.synthetic }
  public var summary: String { "model of \(steps.count) stages" }
  public var shape: String { "\(steps.count) stages" }

  public var document: Document {
    Document(
      kind: "model",
      blocks: [.heading("fitted on \(grouped(trainingRows)) rows of \(origin.name)"), .table(stages)]
        + (classNames.isEmpty ? [] : [.lines([StyledLine("classes: " + classNames.joined(separator: ", "))])]),
      synthetic: synthetic)
  }

  public var tables: [Table] { [stages.known(as: synthetic)] }
  public var isSavedAsTables: Bool { false }
  public var blocks: [Document.Block] { [] }

  private var stages: Table {
    Table(
      columns: ["stage", "kind"],
      rows: steps.map { .init([.text($0.step.text), .text($0.step.kind.rawValue)]) })
  }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    [
      .init(name: "kind", value: .string("model")), .init(name: "stages", value: .strings(steps.map(\.step.text))),
      .init(name: "classes", value: .strings(classNames)), .init(name: "n_train", value: .integer(trainingRows)),
      .init(name: "data", value: .string(origin.name)), .init(name: "fingerprint", value: .string(origin.fingerprint)),
      .init(name: "synthetic", value: .string(synthetic)),
    ]
  }
}
