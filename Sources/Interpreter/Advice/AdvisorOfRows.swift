import Basics
import Diagnostics
import Plans
import Syntax

/// Advice for rows that are chosen as elsewhere: by a comparison, or by values after commas.
extension Advisor {
  // MARK: `only (age > 30)`

  /// What a comparison in parentheses is in names and values; the names in it are no variables, so of those errors none is
  /// left. nil where the place is not in a comparison that a choice of rows is given.
  func comparison(
    _ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ statements: [Statement], _ context: AdviceContext
  ) -> Answer? {
    let span = label.location.span
    for statement in statements where statement.span.start <= span.start && span.end <= statement.span.end {
      for case .call(let call) in statement.pipeline?.steps ?? [] {
        guard session.catalogue.stage(named: call.name.text)?.kind == .selector else { continue }
        for case .formula(let formula, let place) in call.arguments.filter({ $0.label == nil }).map(\.value)
        where place.start <= span.start && span.end <= place.end {
          guard place == span else { return .partOfAnother }
          let advice = written(formula, call, at: place, context)
          return .advice(diagnostic.advising(advice, note: advice.contains("..") ? Self.ranges : Self.idea))
        }
      }
    }
    return nil
  }

  private static let idea = "rows are chosen by their values, of which a list names several: `only class=[happy, sad]`"
  private static let ranges =
    "a range stands for the whole numbers from its beginning to its end: let it end at the largest that you want"

  private func written(_ formula: Formula, _ call: Call, at place: Span, _ context: AdviceContext) -> String {
    guard let values = RowComparison(formula, of: source).arguments else {
      return "name values in place of a comparison, such as `class=happy`"
    }
    return context.isRight(context.text(with: values, at: place))
      ? "write `\(values)`" : "name values in place of a comparison"
  }

  // MARK: `class=happy, sad`

  /// What stands around a comma, as a list or as alternatives: whichever passes the checker.
  func commaInArgument(
    _ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext
  ) -> Diagnostic? {
    guard diagnostic.code == .commaOutsideBrackets, label.text.hasPrefix("leave it out") else { return nil }
    let span = label.location.span
    let before = words(Span(0, span.start)).split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let after = words(Span(span.start, source.text.utf8.count)).prefix { $0 != "\n" }
    guard let first = before.firstMatch(of: #/([A-Za-z_]\w*)=([\w.\-]+|"[^"]*")$/#),
      let rest = after.prefixMatch(of: #/(?:\s*,\s*(?:[\w.\-]+|"[^"]*"))+/#)
    else { return nil }
    let elements = "\(first.output.2)\(rest.output)".split(separator: ",")
      .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }.joined(separator: ", ")
    let start = span.start - first.output.0.utf8.count
    let end = span.start + rest.output.utf8.count
    for (open, close) in [("[", "]"), ("{", "}")] {
      let argument = "\(first.output.1)=\(open)\(elements)\(close)"
      guard context.isRight(context.text(with: argument, at: Span(start, end))) else { continue }
      var advised = diagnostic
      advised.primary = .init(Location(source, Span(start, end)))
      return advised.advising("write `\(argument)`", note: "a list is one value of several parts, braces try each")
    }
    return nil
  }

  // MARK: `class==happy`

  func equalityInArgument(
    _ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext
  ) -> Diagnostic? {
    let span = label.location.span
    guard diagnostic.code == .bareFormula, words(span) == "==", context.span.start <= span.start,
      span.end <= context.span.end
    else { return nil }
    let bytes = Array(context.text.utf8)
    let before = String(decoding: bytes[..<(span.start - context.span.start)], as: UTF8.self)
    let after = String(decoding: bytes[(span.end - context.span.start)...], as: UTF8.self)
    // At the beginning of a line it would give a name a value.
    guard let name = before.firstMatch(of: #/\S\s+([A-Za-z_]\w* *)$/#)?.output.1,
      let value = after.prefixMatch(of: #/ *([\w.\-]+|"[^"]*")/#)
    else { return nil }
    var advised = diagnostic
    advised.primary = .init(
      Location(source, Span(span.start - name.utf8.count, span.end + value.output.0.utf8.count)))
    return advised.advising("write `\(String(name).trimmed)=\(value.output.1)`")
  }
}
