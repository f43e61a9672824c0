/// Cells of a table that a spreadsheet takes for a formula and runs, such as `=HYPERLINK(…)` (OWASP: CSV injection).
public enum SpreadsheetFormula {
  /// Whether a spreadsheet would run it: it begins as formulas begin, and is no number.
  public static func isFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return false }
    return Double(text) == nil
  }

  /// With an apostrophe before it where it would be run, which spreadsheets show as text; other programs see it.
  public static func defused(_ text: String) -> String {
    isFormula(text) ? "'" + text : text
  }
}
