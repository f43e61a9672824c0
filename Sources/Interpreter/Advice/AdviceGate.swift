import Diagnostics
import Plans
import Syntax

/// Lets advice through that holds where it is given: with it in the place that it is on, the checker takes the line. What is
/// wrong in the line beside that, and told with advice of its own, is mended with it.
struct AdviceGate {
  let context: AdviceContext

  /// How much of the line must be right with the advice in it.
  enum Strictness {
    /// All of it, but for what has been told and has no mend.
    case line
    /// The step that the advice is on: what is wrong with another shows only when this is mended.
    case step
  }

  /// Whether something is advised that can be tried.
  static func advises(_ diagnostic: Diagnostic) -> Bool { !pieces(of: diagnostic).isEmpty }

  /// The same, with those of its pieces of advice that hold; nil where none of them does. What advises nothing passes.
  /// - Parameter original: what it is the advice on, as it was reported.
  func passed(_ diagnostic: Diagnostic, on original: Diagnostic, _ strictness: Strictness) -> Diagnostic? {
    guard let label = diagnostic.primary else { return diagnostic }
    let pieces = Self.pieces(of: diagnostic)
    guard !pieces.isEmpty else { return diagnostic }
    guard let place = place(of: label.location) else { return nil }
    let places = pieces.map { self.place(of: $0, for: original, at: place, strictness) }
    guard places.contains(where: { $0 != nil }) else { return nil }
    var passed = diagnostic
    // The smallest place first: the argument before the whole call.
    let order = pieces.indices.filter { places[$0] != nil }.sorted { length(places[$0]) < length(places[$1]) }
    if let whole = order.first.flatMap({ places[$0] }) { passed.primary?.location = Location(context.source, whole) }
    guard order != Array(pieces.indices) else { return passed }
    passed.primary?.text = "write " + order.map { "`\(pieces[$0])`" }.joined(separator: " or ")
    return passed
  }

  private func length(_ span: Span?) -> Int { span.map { $0.end - $0.start } ?? 0 }

  /// What the label of a diagnostic tells to write.
  private static func pieces(of diagnostic: Diagnostic) -> [String] {
    let text = diagnostic.primary?.text ?? ""
    if let meant = text.firstMatch(of: #/did you mean '([^']+)'/#) { return [String(meant.output.1)] }
    if let quoted = text.firstMatch(of: #/write (".*") in quotes/#) { return [String(quoted.output.1)] }
    guard let start = text.firstRange(of: "write `") else { return [] }
    return text[start.lowerBound...].matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
  }

  private func place(of location: Location) -> Span? {
    let inside = location.source == context.source && context.span.start <= location.span.start
    return inside && location.span.end <= context.span.end ? location.span : nil
  }

  /// What a piece of advice is to take the place of for the line to be right; nil where there is nothing of that kind.
  private func place(
    of piece: String, for diagnostic: Diagnostic, at place: Span, _ strictness: Strictness
  ) -> Span? {
    guard !piece.contains("…") else { return nil }
    let others = context.reported.filter { $0 != diagnostic }
    for span in [place] + wider(place, diagnostic, piece) {
      switch strictness {
      case .line:
        let mends = others.compactMap(mend).filter { !$0.place.overlaps(span) }.withoutOverlaps
        let problems = context.problems(of: context.text(with: [(span, piece)] + mends))
        if problems.allSatisfy({ problem in others.contains { $0.isSame(as: problem) } }) { return span }
        // What the line goes on from is not what it will be.
        if context.followsMistake, !problems.contains(where: diagnostic.isSame) { return span }
      case .step:
        let text = context.text(with: piece, at: span)
        let step = text.step(around: span.start - context.span.start, piece.utf8.count)
        let inStep = context.problems(of: text).filter { $0.primary.map { $0.location.span.overlaps(step) } ?? true }
        if inStep.isEmpty { return span }
      }
    }
    return nil
  }

  private func mend(_ diagnostic: Diagnostic) -> (place: Span, text: String)? {
    guard let location = diagnostic.primary?.location, let place = place(of: location),
      let piece = Self.pieces(of: diagnostic).first, !piece.contains("…")
    else { return nil }
    return (place, piece)
  }

  /// What a piece of advice may take the place of that is told at a part of it: the operands of a sign, the value of an
  /// option, the argument and the call that a name is in.
  private func wider(_ place: Span, _ diagnostic: Diagnostic, _ piece: String) -> [Span] {
    if diagnostic.code == .unknownParameter { return argument(around: place) }
    guard diagnostic.code == .bareFormula || diagnostic.code == .commandOption else { return [] }
    let bytes = Array(context.text.utf8)
    let (start, end) = (place.start - context.span.start, place.end - context.span.start)
    let blank = UInt8(ascii: " ")
    let right = bytes[end...].drop { $0 == blank }
    let last = context.span.start + (right.firstIndex(of: blank) ?? bytes.count)
    let left = bytes[..<start].reversed().drop { $0 == blank }.prefix { $0 != blank }
    let before = bytes[..<start].reversed().prefix { $0 == blank }.count + left.count
    let both = Span(place.start - before, last)
    if diagnostic.code == .commandOption { return [Span(place.start, last)] }
    return "(\(slice(both, of: context.source)))" == piece ? [both] : []
  }

  /// The argument around a name, and the call around that.
  private func argument(around place: Span) -> [Span] {
    let statements = parse(SourceText(name: "", text: context.text)).script.statements
    let calls = statements.compactMap(\.pipeline).flatMap(\.calls)
    let start = context.span.start
    for call in calls {
      for argument in call.arguments
      where argument.span.start + start <= place.start && place.end <= argument.span.end + start {
        return [argument.span, call.span].map { Span($0.start + start, $0.end + start) }
      }
    }
    return []
  }
}

extension Diagnostic {
  /// The same mistake, wherever it has moved to.
  fileprivate func isSame(as other: Diagnostic) -> Bool { code == other.code && message == other.message }
}

extension Span {
  fileprivate func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }
}

extension [(place: Span, text: String)] {
  fileprivate var withoutOverlaps: Self {
    reduce(into: []) { kept, mend in
      if !kept.contains(where: { $0.place.overlaps(mend.place) }) { kept.append(mend) }
    }
  }
}

extension String {
  /// The step of a pipeline around a place, in UTF-8 bytes.
  fileprivate func step(around start: Int, _ count: Int) -> Span {
    let bytes = Array(utf8)
    let bar = UInt8(ascii: "|")
    let start = min(start, bytes.count)
    let first = bytes[..<start].lastIndex(of: bar).map { $0 + 1 } ?? 0
    let last = bytes[min(bytes.count, start + count)...].firstIndex(of: bar) ?? bytes.count
    return Span(first, last)
  }
}
