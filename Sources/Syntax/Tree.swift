import Diagnostics

/// A script as it was written: statements in order, and the comments between them.
public struct Script: Sendable {
  public var source: SourceText
  public var statements: [Statement]
  public var comments: [Comment]
}

/// A `#` comment, kept so that the formatter can put it back.
public struct Comment: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// `# …`
    case ordinary
    /// `## …`, documentation of the `def` below it
    case documentation
    /// `# %% …`, the head of a cell; `isMarkdown` for `# %% [markdown]`
    case cell(isMarkdown: Bool)
  }

  public var kind: Kind
  /// The whole comment as written, from its `#` to the end of the line, without trailing blanks.
  public var text: String
  public var span: Span
}

/// A name with its place.
public struct Name: Sendable, Hashable {
  public var text: String
  public var span: Span

  public init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

public struct Statement: Sendable {
  public enum Kind: Sendable {
    /// `faces = load "ziya07"`
    case binding(Name, Pipeline)
    /// `def fair(k=50) = pca k | smote`
    case definition(Definition)
    /// `use "recipes.mien"`
    case use(StringLiteral)
    /// `set seed 7`
    case set(Name, Value)
    /// A pipeline whose value is shown. `continuesLast` when it begins with `|` (at the prompt: go on from `_`).
    case expression(Pipeline, continuesLast: Bool)
  }

  public var kind: Kind
  public var span: Span
}

/// A stage made in the language itself.
public struct Definition: Sendable {
  public struct Parameter: Sendable {
    public var name: Name
    /// nil where the caller must give it.
    public var defaultValue: Value?
  }

  public var name: Name
  public var parameters: [Parameter]
  public var body: Pipeline
  /// The `##` lines directly above, without their marks.
  public var documentation: [String]
}

/// Steps joined by `|`.
public struct Pipeline: Sendable {
  public var steps: [Step]
  public var span: Span

  public init(steps: [Step], span: Span) {
    self.steps = steps
    self.span = span
  }
}

public enum Step: Sendable {
  /// A stage, a `def` or a variable (which of them is decided by what is defined, not by the grammar).
  case call(Call)
  /// `{lbp, resnet18 | pca 50}`
  case choice(Choice)
  /// `1`, `"text"`, `base.macro_f1`, `[a, b]`, `(base.macro_f1 * 100)`
  case value(Value)

  public var span: Span {
    switch self {
    case .call(let call): call.span
    case .choice(let choice): choice.span
    case .value(let value): value.span
    }
  }
}

public struct Call: Sendable {
  public var name: Name
  public var arguments: [Argument]
  public var span: Span

  public init(name: Name, arguments: [Argument], span: Span) {
    self.name = name
    self.arguments = arguments
    self.span = span
  }
}

public struct Argument: Sendable {
  /// nil for a positional argument.
  public var label: Name?
  public var value: Value
  public var span: Span

  public init(label: Name?, value: Value, span: Span) {
    self.label = label
    self.value = value
    self.span = span
  }
}

/// `{a, b, c}` or `{label: a, b, c}`: alternatives of a sweep.
public struct Choice: Sendable {
  public enum Alternative: Sendable {
    /// In place of an argument (`pca {20, 50}`), including `10..50 by 10`, which offers each of its numbers.
    case value(Value)
    /// In place of a step (`{lbp, pixels | scale}`).
    case pipeline(Pipeline)
  }

  public var label: Name?
  public var alternatives: [Alternative]
  public var span: Span
  /// Whether it was written `maybe STEP`; its alternatives are then the call `skip` and the step.
  public var isMaybe = false
}

/// What stands as an argument, in a list, or as an atom.
public indirect enum Value: Sendable {
  case number(NumberLiteral)
  case string(StringLiteral)
  /// `yes` or `no`
  case boolean(Bool, Span)
  case none(Span)
  /// A word, a column or a variable: the parameter's declaration decides.
  case name(Name)
  /// `base.macro_f1`
  case field(Name, [Name])
  case list([Value], Span)
  /// `10..50 by 10`
  case range(NumberLiteral, NumberLiteral, by: NumberLiteral?, Span)
  case choice(Choice)
  /// `(k * 2)`, `(macro_f1 > 0.4)`
  case formula(Formula, Span)
  /// `(faces | lbp)`: a pipeline as an argument
  case pipeline(Pipeline, Span)
}

/// `50`, `25%`, `60s`, `1.5h`, `-3`
public struct NumberLiteral: Sendable, Hashable {
  public enum Unit: String, Sendable {
    case plain = ""
    case percent = "%"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
  }

  /// As written, before the unit is applied: 25 for `25%`.
  public var value: Double
  public var unit: Unit
  /// The literal's own text, for the formatter: `1e-3` stays `1e-3`.
  public var text: String
  public var span: Span

  public init(value: Double, unit: Unit, text: String, span: Span) {
    self.value = value
    self.unit = unit
    self.text = text
    self.span = span
  }
}

/// A quoted string, in pieces, because `"{name}"` inside it is replaced when it runs.
public struct StringLiteral: Sendable, Hashable {
  public enum Piece: Sendable, Hashable {
    /// Text with escapes resolved.
    case text(String)
    /// `{name}` or `{base.macro_f1}`
    case interpolation(Name, [Name])
  }

  public var pieces: [Piece]
  public var span: Span

  /// The text, where nothing is interpolated.
  public var plainText: String? {
    pieces.reduce(Optional("")) { text, piece in
      guard let text, case .text(let more) = piece else { return nil }
      return text + more
    }
  }
}

/// Arithmetic and comparison inside parentheses.
public indirect enum Formula: Sendable {
  public enum Operator: String, Sendable, CaseIterable {
    case or, and
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
  }

  case value(Value)
  case negated(Formula, Span)
  /// `not condition`
  case not(Formula, Span)
  case binary(Operator, Formula, Formula, Span)
}
