import Basics
import Diagnostics
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
public struct Renderer: Sendable {
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
    case .text: TerminalText(style: style).sections(of: value.payload).joined(separator: "\n\n") + "\n"
    case .json: terminalSafeJSON(json(of: value).text) + "\n"
    case .csv: ControlCharacters.replaced(in: TableFormat.csv.text(of: value.payload.tables))
    case .markdown: ControlCharacters.replaced(in: TableFormat.markdown.text(of: value.payload.tables))
    case .latex: ControlCharacters.replaced(in: TableFormat.latex.text(of: value.payload.tables))
    }
  }

  private func json(of value: PlanValue) -> JSONValue {
    let members = value.payload.jsonMembers(program: value.programText)
    return .object(
      includesTimings ? members + [.init(name: "stages", value: .array(value.trace.map(\.json)))] : members)
  }
}

extension StageTrace {
  fileprivate var json: JSONValue {
    var seconds: JSONValue = .null
    if case .ran(let time) = source { seconds = .number(time) }
    return .object([
      "stage": .string(step), "split": .string(splitName), "shape": .string(shape), "seconds": seconds,
    ])
  }
}

/// JSON in which what a terminal would obey is escaped, so that whoever reads it gets the very texts back. JSON has
/// such characters nowhere but in its texts.
public func terminalSafeJSON(_ json: String) -> String {
  guard printable(json) != json else { return json }
  return json.unicodeScalars.reduce(into: "") { text, scalar in
    let character = String(scalar)
    if printable(character) == character {
      text.unicodeScalars.append(scalar)
    } else {
      for unit in character.utf16 {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
