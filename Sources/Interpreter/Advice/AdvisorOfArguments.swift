import Diagnostics
import Plans
import Syntax

/// Advice for values that stand where another parameter's would.
extension Advisor {
  // MARK: `audit group`

  /// A word by itself, under the name of each parameter that takes it: any attribute may be meant, or a word that is listed.
  func wordOfParameter(_ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext) -> Diagnostic? {
    // What is near a variable's name is a slip of it.
    guard diagnostic.code == .unknownVariable, label.text.isEmpty,
      let call = call(withArgument: label.location.span), let parameters = context.parameters(of: call.name.text)
    else { return nil }
    let word = words(label.location.span)
    let given = Set(call.arguments.compactMap { $0.label?.text })
    let takers =
      parameters.filter { !$0.isPositional && $0.type.includes(.attribute) }
      + parameters.filter { $0.type.words.contains(word) }
    let written = takers.filter { !given.contains($0.name) }.map { "\($0.name)=\(word)" }
      .filter { context.isRight(context.text(with: $0, at: label.location.span)) }
    return written.isEmpty
      ? nil : diagnostic.advising("write " + written.map { "`\($0)`" }.joined(separator: " or "))
  }

  // MARK: `compare a b c`

  /// More values without a name than there are places for, as the one list that the first place takes; nil where a list of
  /// them would not be right either.
  func listOfArguments(_ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext) -> Answer? {
    guard diagnostic.code == .tooManyArguments, let call = call(withArgument: label.location.span),
      let places = context.parameters(of: call.name.text)?.count(where: \.isPositional)
    else { return nil }
    let values = call.arguments.prefix { $0.label == nil }.map(\.value.span)
    guard let first = values.first, let last = values.last, places < values.count,
      let place = values.firstIndex(of: label.location.span)
    else { return nil }
    let whole = Span(first.start, last.end)
    let list = "[\(values.map(words).joined(separator: ", "))]"
    guard context.isRight(context.text(with: list, at: whole)) else { return nil }
    if place > places { return .partOfAnother }
    var advised = diagnostic
    advised.primary?.location = Location(source, whole)
    return .advice(advised.advising("write `\(list)`", note: "several in one place are a list"))
  }

  /// The step of which one argument, without a name, stands there.
  private func call(withArgument span: Span) -> Call? {
    for statement in script.statements where statement.span.start <= span.start && span.end <= statement.span.end {
      for case .call(let call) in statement.pipeline?.steps ?? []
      where call.arguments.contains(where: { $0.label == nil && $0.value.span == span }) {
        return call
      }
    }
    return nil
  }
}
