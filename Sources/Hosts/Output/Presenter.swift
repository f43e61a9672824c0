import Graphics
import Plans

/// In which form values are shown.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// For a person at a terminal.
  case text
  /// An object a line for each value.
  case json
  /// The tables of a value, for other programs and for papers.
  case csv, markdown, latex
}

/// Turns values into text.
public struct Presenter: Sendable {
  public var format: OutputFormat
  /// For `.text`; the other formats never hold control codes.
  public var style: TerminalStyle
  /// For `.json`: how long each stage took, beside the value.
  public var includesTimings: Bool

  public init(format: OutputFormat = .text, style: TerminalStyle = .plain, includesTimings: Bool = false) {
    self.format = format
    self.style = style
    self.includesTimings = includesTimings
  }

  /// The value as it is shown, each line with its end.
  public func text(of value: PlanValue) -> String {
    switch format {
    case .text: TextPresenter(style: style).sections(of: value).joined(separator: "\n\n") + "\n"
    case .json: JSONPresenter(includesTimings: includesTimings).value(value).text + "\n"
    case .csv: tables(of: value).map { TextTable(.exact($0.marked), of: $0).csv }.joined(separator: "\n")
    case .markdown: tables(of: value).map { TextTable(.reading($0), of: $0).markdown }.joined(separator: "\n")
    case .latex: tables(of: value).map { TextTable(.reading($0), of: $0).latex }.joined(separator: "\n")
    }
  }
}
