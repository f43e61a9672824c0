/// Texts of lessons, in which `{{FORMULA}}` stands for what a run gives.
public enum LessonText {
  /// With every formula replaced.
  public static func filled(_ text: String, _ value: (String) -> String) -> String {
    var result = ""
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
      result += rest[..<opening.lowerBound] + value(String(rest[opening.upperBound..<closing.lowerBound]))
      rest = rest[closing.upperBound...]
    }
    return result + rest
  }

  /// The formulas in a text.
  public static func formulas(in text: String) -> [String] {
    var formulas: [String] = []
    _ = filled(text) { formula in
      formulas.append(formula)
      return ""
    }
    return formulas
  }
}

extension LessonText {
  /// Lines of a paragraph as one, so that they can be broken where a screen ends; lists, lines moved in and empty lines stay.
  public static func paragraphs(_ text: String) -> String {
    var lines: [String] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let stands =
        line.allSatisfy(\.isWhitespace) || line.hasPrefix("- ") || line.hasPrefix("  ") || line.hasPrefix("#")
      if isOpen, !stands, let last = lines.popLast() {
        lines.append(last + " " + line)
      } else {
        lines.append(line.hasPrefix("#") ? String(line.drop { $0 == "#" || $0 == " " }) : line)
      }
      isOpen = !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#") && !line.hasPrefix("  ")
    }
    return lines.joined(separator: "\n")
  }
}
