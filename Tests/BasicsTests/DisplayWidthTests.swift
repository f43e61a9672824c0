import Basics
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("cafe\u{301}", 4), ("顔", 2), ("表情", 4), ("한국", 4), ("ｱ", 1),
    ("Ａ", 2), ("🙂", 2), ("👩‍🔬", 2), ("👩‍👩‍👧", 2), ("🇨🇭", 2), ("❤\u{FE0F}", 2), ("│", 1), ("─█", 2), ("\u{200B}", 0),
    ("\u{1B}", 0),
  ])
  func columns(text: String, width: Int) {
    #expect(displayWidth(text) == width)
    #expect(displayWidth(text[...]) == width)
  }
}
