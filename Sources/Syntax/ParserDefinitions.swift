import Diagnostics

extension Parser {
  /// `def fair(k=50, model) = pca k | smote | model`
  mutating func parseDefinition() throws(Abandoned) -> Statement.Kind {
    let word = current
    if next.kind == .assign { _ = try declaredName("a variable") }
    advance()
    guard kind == .name else {
      throw fail(
        .malformedDefinition, "`def` needs a name", at: visibleSpan(of: current),
        "the name of the new stage stands here",
        notes: ["def fair(k=50) = pca k | smote"])
    }
    let name = try declaredName("a stage")
    let parameters = kind == .openParenthesis ? try parseParameters() : []
    guard kind == .assign else { throw missingBody(of: name) }
    let sign = current.span
    advance()
    try expectValue(after: sign)
    let body = try parsePipeline()
    return .definition(
      Definition(name: name, parameters: parameters, body: body, documentation: documentation(above: word.span.start)))
  }

  private mutating func missingBody(of name: Name) -> Abandoned {
    let notes = ["def \(name.text)(k=50) = pca k | smote"]
    guard kind == .colon || kind == .name else {
      return fail(.malformedDefinition, "a definition needs `=` and a pipeline", notes: notes)
    }
    let fix = kind == .colon ? "write `=`" : "parameters stand in parentheses"
    return fail(.malformedDefinition, "this is not how a definition is written", fix, notes: notes)
  }

  private mutating func parseParameters() throws(Abandoned) -> [Definition.Parameter] {
    try open()
    var parameters: [Definition.Parameter] = []
    while kind != .closeParenthesis {
      guard kind == .name else { throw unexpected(expecting: "the name of a parameter") }
      let span = current.span
      let name = try declaredName("a parameter")
      if let first = parameters.first(where: { $0.name.text == name.text }) {
        report(
          .malformedDefinition, "the parameter '\(name.text)' is named twice", at: span, "",
          secondary: [.init(location(first.name.span), "first here")])
      }
      var value: Value?
      if kind == .assign {
        tokens[index].kind = .labelAssign
        advance()
        value = try parseValue()
      }
      parameters.append(Definition.Parameter(name: name, defaultValue: value))
      guard take(.comma) else { break }
    }
    try close(expecting: "`,` or `)`")
    return parameters
  }

  /// The `##` lines that end directly above `place`, without their marks.
  private func documentation(above place: Int) -> [String] {
    var lines: [String] = []
    var below = place
    var candidate = indexOfLastComment(before: place)
    while candidate >= 0, comments[candidate].kind == .documentation,
      isOneLineEnd(between: comments[candidate].span.end, and: below)
    {
      let text = comments[candidate].text.dropFirst(2)
      lines.append(String(text.first == " " ? text.dropFirst() : text))
      below = comments[candidate].span.start
      candidate -= 1
    }
    return lines.reversed()
  }

  private func indexOfLastComment(before place: Int) -> Int {
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].span.start < place { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private func isOneLineEnd(between start: Int, and end: Int) -> Bool {
    let gap = bytes[start..<end]
    return gap.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A } && gap.count { $0 == 0x0A } == 1
  }
}
