import Basics
import Diagnostics
import Graphics
import Plans

/// A value in several forms at once, the plainest first: whoever shows it takes the richest that it can show, as
/// notebooks do (Jupyter's "MIME bundle").
public struct MediaBundle: Sendable, Equatable {
  /// Each type once.
  public let forms: [Form]

  public struct Form: Sendable, Equatable {
    public let type: MediaType
    public let text: String

    public init(_ type: MediaType, _ text: String) {
      self.type = type
      self.text = text
    }
  }

  /// Plain text, HTML and JSON always; CSV, Markdown and LaTeX where the value has tables.
  /// - Parameter style: of the plain text.
  public init(of value: PlanValue, style: TerminalStyle = .plain) {
    func rendered(_ format: OutputFormat) -> String { Renderer(format: format, style: style).text(of: value) }
    let tables = value.payload.tables
    var forms = [
      Form(.plainText, rendered(.text)),
      Form(.html, ControlCharacters.replaced(in: HTMLText().text(of: value.payload.document))),
    ]
    for format in [TableFormat.csv, .markdown, .latex] where !tables.isEmpty {
      forms.append(Form(format.mediaType, ControlCharacters.replaced(in: format.text(of: tables))))
    }
    self.forms = forms + [Form(.json, rendered(.json))]
  }

  /// The value in that form; nil where it has none.
  public subscript(_ type: MediaType) -> String? {
    forms.first { $0.type == type }?.text
  }
}
