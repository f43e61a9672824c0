import Basics

/// What a chart is laid out on: a page, whose unit is the CSS pixel, or the cells of a terminal.
public struct Medium: Sendable, Equatable {
  public let isCells: Bool

  public static let page = Medium(isCells: false)
  public static let cells = Medium(isCells: true)

  func width(_ text: String, _ role: TextRole) -> Double {
    isCells ? Double(displayWidth(text)) : (textWidth(text, isBold: role.isBold) * role.size * 100).rounded(.up) / 100
  }

  /// `text` as it can stand here: a terminal spells what it would obey.
  func shown(_ text: String) -> String { isCells ? printableLine(drawable(text)) : drawable(text) }

  func lineHeight(_ role: TextRole) -> Double { isCells ? 1 : (role.size * 1.3).rounded() }

  /// Between a label and what it belongs to.
  var gap: Double { isCells ? 1 : 6 }
  /// Around everything.
  var margin: Double { isCells ? 0 : 12 }
  /// Between one part and the next below it.
  var space: Double { isCells ? 0 : 8 }
  /// Between two rows of panels.
  var panelSpace: Double { isCells ? 1 : 18 }
  /// The height of one bar or point.
  var lane: Double { isCells ? 1 : 17 }
  /// Between the bars of one name and those of the next.
  func laneGap(_ lanes: Int) -> Double { isCells ? (lanes > 1 ? 1 : 0) : 8 }
  var tick: Double { isCells ? 0 : 4 }

  /// To whole cells.
  func snapped(_ value: Double) -> Double { isCells ? value.rounded() : value }

  /// Whether there is room for all of it; a width that was made from other widths may lack the last bit.
  func fits(_ text: String, _ width: Double, _ role: TextRole) -> Bool { self.width(text, role) <= width + 1e-6 }

  /// `text` in at most `width`; what is cut off is marked by an ellipsis.
  func elided(_ text: String, to width: Double, _ role: TextRole) -> String {
    let text = shown(text)
    guard !fits(text, width, role) else { return text }
    let mark = "…"
    var room = width - self.width(mark, role)
    var kept = ""
    for character in text {
      room -= self.width(String(character), role)
      if room < 0 { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept.isEmpty && room < 0 && self.width(mark, role) > width ? "" : kept + mark
  }

  /// `text` broken between words, and inside words that are wider than a line.
  /// - Parameters:
  ///   - most: at most so many lines; the last ends in an ellipsis where there is more.
  ///   - indentation: the room that lines after the first lack.
  func wrapped(
    _ text: String, to width: Double, _ role: TextRole, lines most: Int = .max, indentation: Double = 0
  ) -> [String] {
    let later = width - indentation
    let lines = brokenLines(shown(text), to: width, later: later) { self.width($0, role) }
    guard lines.count > most else { return lines }
    return Array(lines.prefix(most - 1)) + [elided(lines[(most - 1)...].joined(separator: " "), to: later, role)]
  }
}
