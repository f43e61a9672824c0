import Basics
import Drawing
import Testing

@testable import Graphics

/// The codes of each protocol, read back as a terminal reads them.
@Suite struct PixelTests {
  /// Red, green; blue, white; black, black.
  private let pixels: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0]

  private func raster() throws -> Raster { try #require(Raster(width: 2, height: 3, pixels: pixels)) }

  @Test func aRasterHasAllItsPixels() {
    #expect(Raster(width: 2, height: 2, pixels: pixels) == nil)
    #expect(Raster(width: 0, height: 3, pixels: []) == nil)
  }

  @Test func kittyGetsThePixelsInPieces() throws {
    let small = PixelProtocol.kitty.codes(of: try raster(), columns: 7)
    #expect(small == "\u{1B}_Ga=T,f=24,s=2,v=3,c=7,q=2,m=0;\(Base64.text(pixels))\u{1B}\\")
    let large = try #require(Raster(width: 100, height: 40, pixels: [UInt8](repeating: 7, count: 12_000)))
    let pieces = PixelProtocol.kitty.codes(of: large, columns: 20).split(separator: "\u{1B}\\")
    #expect(pieces.count == 4)
    #expect(pieces.dropLast().allSatisfy { $0.contains("m=1;") } && pieces.last?.contains("_Gm=0;") == true)
    let letters = pieces.map { $0.drop { $0 != ";" }.dropFirst() }
    #expect(letters.allSatisfy { $0.count <= 4096 } && letters.joined() == Base64.text(large.pixels))
  }

  @Test func iTerm2GetsAFile() throws {
    let codes = PixelProtocol.iTerm2.codes(of: try raster(), columns: 7)
    let file = PlainPNG.bytes(Picture(rgb: pixels, width: 2, height: 3))
    #expect(codes.hasPrefix("\u{1B}]1337;File=inline=1;size=\(file.count);width=7;"))
    #expect(codes.hasSuffix(":\(Base64.text(file))\u{7}"))
  }

  @Test func sixelsAreThePixels() throws {
    let codes = PixelProtocol.sixel.codes(of: try raster(), columns: 7)
    #expect(codes.hasPrefix("\u{1B}P0;1;0q\"1;1;2;3#0;2;0;0;0"))
    #expect(try read(codes) == pixels)
    // More colours than sixels have: none is far from what it was.
    var many: [UInt8] = []
    for index in 0..<60 * 40 {
      let (x, y) = (index % 60, index / 60)
      many += [UInt8(x * 4), UInt8(y * 6), UInt8((index * 7) % 256)]
    }
    let large = try #require(Raster(width: 60, height: 40, pixels: many))
    #expect(SixelPalette(large).colors.count <= 250)
    let drawn = try read(PixelProtocol.sixel.codes(of: large, columns: 7))
    #expect(drawn.count == many.count)
    #expect(zip(drawn, many).allSatisfy { abs(Int($0) - Int($1)) <= 40 })
  }

  /// As a terminal does it.
  private func read(_ codes: String) throws -> [UInt8] {
    var text = try #require(codes.split(separator: "q", maxSplits: 1).last).dropLast(2)
    func number() -> Int {
      let digits = text.prefix { $0.isNumber }
      text = text.dropFirst(digits.count)
      return Int(digits) ?? -1
    }
    func numbers() -> [Int] {
      var list = [number()]
      while text.first == ";" {
        text = text.dropFirst()
        list.append(number())
      }
      return list
    }
    text = text.dropFirst()
    let size = numbers()
    var drawn = [UInt8](repeating: 99, count: 3 * size[2] * size[3])
    var (colors, color, x, top) = ([Int: [Int]](), 0, 0, 0)
    while let sign = text.popFirst() {
      var count = 1
      var sign = sign
      switch sign {
      case "#":
        let values = numbers()
        color = values[0]
        if values.count == 5 { colors[color] = Array(values[2...]) }
        continue
      case "$":
        x = 0
        continue
      case "-":
        (x, top) = (0, top + 6)
        continue
      case "!":
        count = number()
        let next = text.popFirst()
        sign = try #require(next)
      default: break
      }
      let bits = Int(try #require(sign.asciiValue)) - 63
      for _ in 0..<count {
        for bit in 0..<6 where bits >> bit & 1 == 1 {
          for channel in 0..<3 {
            drawn[((top + bit) * size[2] + x) * 3 + channel] = UInt8(((colors[color] ?? [])[channel] * 255 + 50) / 100)
          }
        }
        x += 1
      }
    }
    return drawn
  }
}
