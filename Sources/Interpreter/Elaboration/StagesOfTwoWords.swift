import Diagnostics
import Plans
import Syntax

extension Catalogue {
  /// The stage that a call names, and the call of it. Two words name a stage where the catalogue has it with a line
  /// between them: `resnet18 train` is `resnet18_train`, which is of another kind than `resnet18`.
  func stage(of call: Call) -> (type: any Stage.Type, call: Call)? {
    guard let type = stage(named: call.name.text) else { return nil }
    guard let first = call.arguments.first, first.label == nil, case .name(let word) = first.value,
      let other = stage(named: "\(call.name.text)_\(word.text)")
    else { return (type, call) }
    let name = Name(
      text: "\(call.name.text) \(word.text)", span: Span(call.name.span.start, first.span.end))
    return (other, Call(name: name, arguments: Array(call.arguments.dropFirst()), span: call.span))
  }
}

extension Session {
  /// What a call calls, as `help` knows it, and the call with all words of that name in it.
  public func called(by call: Call) -> (name: String, call: Call) {
    catalogue.stage(of: call).map { ($0.type.declaration.name, $0.call) } ?? (call.name.text, call)
  }
}
