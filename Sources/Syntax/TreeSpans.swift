import Diagnostics

extension Value {
  public var span: Span {
    switch self {
    case .number(let number): number.span
    case .string(let string): string.span
    case .boolean(_, let span), .none(let span), .list(_, let span), .formula(_, let span),
      .pipeline(_, let span), .range(_, _, by: _, let span):
      span
    case .name(let name): name.span
    case .field(let name, let fields): fields.reduce(name.span) { $0.union($1.span) }
    case .choice(let choice): choice.span
    }
  }
}

extension Formula {
  public var span: Span {
    switch self {
    case .value(let value): value.span
    case .negated(_, let span), .not(_, let span), .binary(_, _, _, let span): span
    }
  }
}
