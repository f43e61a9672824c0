import Testing

@testable import Diagnostics

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("顔", 2), ("한국", 4), ("🙂", 2), ("👩‍🔬", 2), ("🇨🇭", 2), ("❤\u{FE0F}", 2),
    ("│", 1),
    ("\u{200B}", 0), ("", 0),
  ])
  func columns(text: String, width: Int) {
    #expect(displayWidth(of: text) == width)
  }
}
