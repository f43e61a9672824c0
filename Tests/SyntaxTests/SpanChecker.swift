import Diagnostics

@testable import Syntax

/// Collects what is wrong with the places in a tree: outside the text, inside a character, outside what they belong to.
struct SpanChecker {
  private let bytes: [UInt8]
  private(set) var problems: [String] = []

  init(_ source: SourceText) { bytes = Array(source.text.utf8) }

  mutating func check(_ span: Span, in outer: Span? = nil, _ what: String) {
    let isInside = span.start >= 0 && span.start <= span.end && span.end <= bytes.count
    if !isInside || !isBoundary(span.start) || !isBoundary(span.end) {
      problems.append("\(what): \(span) outside text")
    }
    if let outer, span.start < outer.start || span.end > outer.end {
      problems.append("\(what): \(span) outside \(outer)")
    }
  }

  private func isBoundary(_ offset: Int) -> Bool {
    offset >= bytes.count || offset < 0 || bytes[offset] & 0xC0 != 0x80
  }

  mutating func check(_ script: Script) {
    var end = 0
    for statement in script.statements {
      check(statement.span, "statement")
      if statement.span.start < end { problems.append("statement: \(statement.span) overlaps the one before") }
      end = statement.span.end
      switch statement.kind {
      case .binding(let name, let pipeline):
        check(name.span, in: statement.span, "name")
        check(pipeline, in: statement.span)
      case .definition(let definition):
        for value in definition.parameters.compactMap(\.defaultValue) { check(value, in: statement.span) }
        check(definition.body, in: statement.span)
      case .use(let path): check(path.span, in: statement.span, "path")
      case .set(_, let value): check(value, in: statement.span)
      case .expression(let pipeline, _): check(pipeline, in: statement.span)
      }
    }
    for comment in script.comments { check(comment.span, "comment") }
    for cell in script.cells { check(cell.span, "cell") }
  }

  private mutating func check(_ pipeline: Pipeline, in outer: Span) {
    check(pipeline.span, in: outer, "pipeline")
    for step in pipeline.steps {
      check(step.span, in: pipeline.span, "step")
      switch step {
      case .call(let call):
        check(call.name.span, in: call.span, "call")
        for argument in call.arguments {
          check(argument.span, in: call.span, "argument")
          check(argument.value, in: argument.span)
        }
      case .choice(let choice): check(choice)
      case .value(let value): check(value, in: step.span)
      }
    }
  }

  private mutating func check(_ choice: Choice) {
    for alternative in choice.alternatives {
      switch alternative {
      case .value(let value): check(value, in: choice.span)
      case .pipeline(let pipeline): check(pipeline, in: choice.span)
      }
    }
  }

  private mutating func check(_ value: Value, in outer: Span) {
    check(value.span, in: outer, "value")
    switch value {
    case .list(let values, let span): for value in values { check(value, in: span) }
    case .choice(let choice): check(choice)
    case .formula(let formula, let span): check(formula, in: span)
    case .pipeline(let pipeline, let span): check(pipeline, in: span)
    case .string(let string):
      for case .interpolation(let name, _) in string.pieces { check(name.span, in: string.span, "interpolation") }
    default: break
    }
  }

  private mutating func check(_ formula: Formula, in outer: Span) {
    check(formula.span, in: outer, "formula")
    switch formula {
    case .value(let value): check(value, in: outer)
    case .negated(let operand, let span), .not(let operand, let span): check(operand, in: span)
    case .binary(_, let left, let right, let span):
      check(left, in: span)
      check(right, in: span)
    }
  }
}
