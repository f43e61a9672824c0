import Basics
import Drawing
import Printing
import Testing

/// Pictures by Cairo: the right size and colours, text that stays text, and the same bytes each time.
@Suite struct PrinterTests {
  private let scene = ChartLayout.scene(
    of: Chart(
      title: "Zählung 高兴",
      panels: [.init([Layer(.bars, [Datum(x: .number(3), y: .place(0), series: 1, text: "three")])])],
      x: Axis(numbers: "rows"), y: Axis("class", names: ["<happy> & شاد"]), series: Series("", ["a", "b"]),
      synthetic: "synthetic"), on: .page, width: 320)

  @Test func imagesHaveTheSizeAndTheColoursOfTheScene() throws {
    let image = try Printer().pixels(scene, dotsPerInch: 192)
    #expect(image.width == 640)
    #expect(image.height == Int((scene.height * 2).rounded(.up)))
    #expect(Array(image.pixels.prefix(3)) == [255, 255, 255])
    let orange: [UInt8] = [0xE6, 0x9F, 0x00]
    let isThere = stride(from: 0, to: image.pixels.count, by: 3).contains {
      Array(image.pixels[$0..<($0 + 3)]) == orange
    }
    #expect(isThere)
    #expect(try Printer(theme: .dark).pixels(scene, dotsPerInch: 96).pixels.first == 0x16)
  }

  @Test func bytesAreTheSameEachTime() throws {
    #expect(try Printer().pdf(scene) == Printer().pdf(scene))
    #expect(try Printer().pixels(scene, dotsPerInch: 96).pixels == Printer().pixels(scene, dotsPerInch: 96).pixels)
  }

  @Test func pdfHoldsFontsAndNoDateOfToday() throws {
    let text = String(decoding: try Printer().pdf(scene), as: UTF8.self)
    #expect(text.hasPrefix("%PDF-"))
    #expect(text.contains("/CreationDate"))
    #expect(text.contains("(20000101"))
    #expect(text.contains("/ToUnicode"))
  }

  @Test func whatIsTooLargeIsRefused() {
    #expect(throws: Printer.Failure.self) { try Printer().pixels(scene, dotsPerInch: 100_000) }
  }
}
