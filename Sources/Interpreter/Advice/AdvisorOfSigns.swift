import Diagnostics
import Plans
import Syntax

/// Advice for signs that stand elsewhere where others stand here: brackets, blanks, `=`, and what they join.
extension Advisor {
  // MARK: A list in place of braces

  func listForBraces(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    let text = words(label.location.span)
    guard text.hasPrefix("["), text.hasSuffix("]"), text.contains(","),
      diagnostic.code == .wrongType || diagnostic.code == .misplacedVariable
    else { return nil }
    return diagnostic.advising("write `{\(text.dropFirst().dropLast())}`", note: "braces try each, a list is one value")
  }

  // MARK: `base == fair`, `base vs fair`

  func comparisonOfResults(_ diagnostic: Diagnostic, _ context: AdviceContext) -> Diagnostic? {
    guard diagnostic.code == .bareFormula || diagnostic.code == .misplacedVariable,
      let read = context.text.wholeMatch(of: #/\s*(\w+)\s*(?:==|!=|>|<|-|vs|versus|against)\s*(\w+)\s*/#)
    else { return nil }
    let results = context.variables(of: .result)
    let (one, other) = (String(read.output.1), String(read.output.2))
    guard results.contains(one), results.contains(other), one != other,
      let (line, remark) = Translator(context: context, elsewhere: elsewhere).line(for: "ttest", of: [one, other])
    else { return nil }
    var advised = diagnostic
    advised.primary?.location = Location(source, context.span)
    return advised.advising("write `\(line)`", note: remark)
  }

  // MARK: `sort macro_f1 descending`

  func wordElsewhere(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    guard diagnostic.code == .unknownWord, let word = elsewhere.argument(words(label.location.span)) else { return nil }
    return diagnostic.advising("write `\(word)`")
  }

  // MARK: `people lbp`

  func pipeForBlank(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    guard diagnostic.code == .misplacedVariable, label.text.hasPrefix("a `|` may be missing") else { return nil }
    return diagnostic.advising("write `| \(words(label.location.span))`")
  }

  // MARK: `cv=5`

  func stageWithSign(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    let span = label.location.span
    guard diagnostic.code == .unexpected, words(span) == "=" else { return nil }
    let name = String(words(Span(0, span.start)).reversed().prefix { $0.isLetter || $0 == "_" }.reversed())
    let value = words(Span(span.end, source.text.utf8.count)).prefix { !$0.isWhitespace && $0 != "|" }
    guard session.catalogue.stage(named: name) != nil, !value.isEmpty else { return nil }
    let whole = Span(span.start - name.utf8.count, span.end + value.utf8.count)
    var advised = diagnostic
    advised.primary = .init(Location(source, whole))
    return advised.advising("write `\(name) \(value)`")
  }

  // MARK: `select * from x`

  /// What begins with a stage is no calculation, so parentheses around it would not help.
  func stageInFormula(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    guard diagnostic.code == .bareFormula, let start = label.text.firstRange(of: "write `(") else { return nil }
    let name = label.text[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard session.catalogue.stage(named: String(name)) != nil || elsewhere[String(name)] != nil else { return nil }
    if let name = joinedName(around: label.location.span) {
      var advised = diagnostic
      advised.primary = .init(Location(source, name))
      return advised.advising("write `\"\(words(name))\"`")
    }
    return diagnostic.advising("`\(words(label.location.span))` only calculates with numbers, in parentheses")
  }

  /// `faces-01`: what stands on both sides of a sign without a blank is a name, which needs quotes.
  private func joinedName(around sign: Span) -> Span? {
    func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || "_-".contains(character) }
    let before = words(Span(0, sign.start)).reversed().prefix(while: isPart)
    let after = words(Span(sign.end, source.text.utf8.count)).prefix(while: isPart)
    guard !before.isEmpty, !after.isEmpty else { return nil }
    return Span(sign.start - String(before).utf8.count, sign.end + after.utf8.count)
  }

  // MARK: `base.macro`

  func beginningOfField(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    guard diagnostic.code == .unknownField, label.text.isEmpty else { return nil }
    let beginning = words(label.location.span)
    let fields = diagnostic.notes.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") } }.map(String.init)
    guard let field = fields.first(where: { $0.hasPrefix(beginning) && $0 != "fields" }) else { return nil }
    return diagnostic.advising("did you mean '\(field)'?")
  }
}
