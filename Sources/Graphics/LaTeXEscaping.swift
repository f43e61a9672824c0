import Basics

/// Texts from data in LaTeX, by scalars: a backslash with an accent on it is one character to Swift, and still a backslash
/// to TeX.
enum LaTeXEscaping {
  /// `text` in one line, so that TeX obeys nothing in it and sets all of it. Characters that are not seen and that no font
  /// has are spelt (`<U+202E>`), but for those that only say where a line may break.
  static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = ""
    for (index, scalar) in scalars.enumerated() {
      let last = index > 0 ? scalars[index - 1] : nil
      if let last, isLigature(last, scalar) { out += "{}" }
      if let written = signs[scalar] {
        out += written
      } else if index == 0, scalar == "[" || scalar == "*" {
        // Behind the end of a row either would be an argument of it.
        out += "{\(scalar)}"
      } else if let written = invisible(scalar, after: last) {
        out += written
      } else if !(scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n") {
        out.unicodeScalars.append(Character(scalar).isNewline ? " " : scalar)
      }
    }
    return out
  }

  /// `text` behind a percent sign.
  static func commented(_ text: String) -> String {
    printableLine(String(String.UnicodeScalarView(text.unicodeScalars.map { Character($0).isNewline ? " " : $0 })))
  }

  /// Whether pdfLaTeX stops at a letter of `text`, which the engines that read Unicode set where the font has it.
  static func needsUnicode(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.value > 0x17F && !(0x2013...0x2026).contains($0.value) }
  }

  /// What TeX's fonts would set as one sign: dashes, quotation marks, Spanish marks.
  private static func isLigature(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
    let dashes: [Unicode.Scalar] = ["-", "–", "—"]
    return dashes.contains(a) && dashes.contains(b) || a == b && ["'", "`", ","].contains(a)
      || b == "`" && (a == "?" || a == "!")
  }

  private static func invisible(_ scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> String? {
    guard [.format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory) else { return nil }
    switch scalar.value {
    case 0xAD: return "\\-"
    case 0x200B: return "\\hspace{0pt}"
    // Inside words of scripts that join their letters, and inside emoji.
    case 0x200C, 0x200D: if let last, last.value > 0x2AF { return nil }
    default: break
    }
    return "\\texttt{" + escaped(ControlCharacters.spelling(scalar)) + "}"
  }

  private static let signs: [Unicode.Scalar: String] = [
    "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}", "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "±": "$\\pm$", "≈": "$\\approx$", "×": "$\\times$",
    "…": "\\ldots{}", "–": "--", "—": "---", "<": "$<$", ">": "$>$", "|": "$\\mid$", "−": "$-$", "≤": "$\\leq$",
    "≥": "$\\geq$", "≠": "$\\neq$", "→": "$\\to$", "←": "$\\leftarrow$", "↔": "$\\leftrightarrow$", "∞": "$\\infty$",
    "√": "$\\surd$", "∫": "$\\int$", "Σ": "$\\Sigma$", "Δ": "$\\Delta$", "α": "$\\alpha$", "β": "$\\beta$",
    "η": "$\\eta$", "θ": "$\\theta$", "κ": "$\\kappa$", "λ": "$\\lambda$", "μ": "$\\mu$", "ν": "$\\nu$", "ρ": "$\\rho$",
    "σ": "$\\sigma$", "τ": "$\\tau$", "χ": "$\\chi$",
  ]
}
