import Basics

/// What a text is in a picture, and how large it is on a page.
public enum TextRole: String, Sendable, CaseIterable {
  case title, notice, label, small

  /// In CSS pixels: 1/96 inch.
  public var size: Double {
    switch self {
    case .title: 15
    case .notice: 11.5
    case .label: 12.5
    case .small: 11
    }
  }

  public var isBold: Bool { self == .title || self == .notice }
}

/// How wide a text is in DejaVu Sans of a size of 1.
/// East Asian wide letters and emoji take 1, combining marks nothing; bold letters are taken for 1.27 times as wide, which
/// none in ASCII exceeds.
public func textWidth(_ text: String, isBold: Bool = false) -> Double {
  let thousandths = text.unicodeScalars.reduce(0) { sum, scalar in
    scalar.value < 0x7F ? sum + GlyphWidths.width(of: scalar) : sum + width(of: scalar)
  }
  return Double(thousandths) / 1000 * (isBold ? 1.27 : 1)
}

private func width(of scalar: Unicode.Scalar) -> Int {
  switch displayWidth(Character(scalar)) {
  case 0: 0
  case 2: 1000
  default: GlyphWidths.width(of: scalar)
  }
}

/// Text that can stand in a picture: one line, without control codes. Marks of direction stay in it; each form sees to it
/// that they turn nothing else.
func drawable(_ text: String) -> String {
  var clean = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: clean.append(" ")
    case 0xFFFE, 0xFFFF: continue
    case _ where ControlCharacters.isObeyed(scalar): continue
    default: clean.append(scalar)
    }
  }
  return String(clean)
}
