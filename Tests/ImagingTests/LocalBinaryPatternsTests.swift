import Glibc
import Numerics
import Testing

@testable import Imaging

@Suite struct LocalBinaryPatternsTests {
  /// Lines of `codes.txt`: picture, points, radius, method and hash.
  static let expectations =
    (try? ImagingFixtures.bytes("patterns/codes.txt"))
    .map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }
    ?? []

  /// The hash of the codes as bytes, as `make_fixtures.py` takes it.
  static func hash(_ codes: [Double]) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for code in codes {
      withUnsafeBytes(of: (code.isNaN ? -1 : code).bitPattern.littleEndian) { bytes in
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
      }
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @Test(arguments: LocalBinaryPatterns.Method.allCases)
  func codesEqualThePeersBitForBit(method: LocalBinaryPatterns.Method) throws {
    let lines = Self.expectations.filter { $0[3] == method.rawValue }
    try #require(lines.count == 72)
    for line in lines {
      let image = try ImagingFixtures.image("patterns/\(line[0]).png")
      let patterns = try LocalBinaryPatterns(
        method: method, radius: #require(Double(line[2])), points: #require(Int(line[1])))
      #expect(try Self.hash(patterns.codes(of: image)) == line[4], "\(line)")
    }
  }

  @Test(arguments: [(8, 1.0), (24, 3.0), (9, 20.3)])
  func aLargeImageIsCutIntoStripsWithoutSeams(points: Int, radius: Double) throws {
    let image = ImagingFixtures.pattern(width: 611, height: 90, channels: 1)
    let patterns = try LocalBinaryPatterns(method: .default, radius: radius, points: points)
    #expect(try patterns.codes(of: image) == Self.codes(of: image, points: points, radius: radius))
  }

  /// The definition of `default`, written without regard to speed.
  static func codes(of image: Image, points: Int, radius: Double) -> [Double] {
    func pixel(_ row: Int, _ column: Int) -> Double {
      let isInside = row >= 0 && row < image.height && column >= 0 && column < image.width
      return isInside ? Double(image.pixels[row * image.width + column]) : 0
    }
    func interpolated(_ row: Double, _ column: Double) -> Double {
      let (top, left) = (row.rounded(.down), column.rounded(.down))
      let (bottom, right) = (Int(row.rounded(.up)), Int(column.rounded(.up)))
      let (down, along) = (row - top, column - left)
      let upper = (1 - along) * pixel(Int(top), Int(left)) + along * pixel(Int(top), right)
      let lower = (1 - along) * pixel(bottom, Int(left)) + along * pixel(bottom, right)
      return (1 - down) * upper + down * lower
    }
    let offsets = (0..<points).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(points)
      return SIMD2((-radius * sin(angle) * 1e5).rounded(), (radius * cos(angle) * 1e5).rounded()) / 1e5
    }
    return (0..<image.height * image.width).map { place in
      let (row, column) = (place / image.width, place % image.width)
      return offsets.enumerated().reduce(0) { code, neighbour in
        let value = interpolated(Double(row) + neighbour.element.x, Double(column) + neighbour.element.y)
        return value >= pixel(row, column) ? code + Double(1 << neighbour.offset) : code
      }
    }
  }

  @Test func theDescriptorEqualsThePeers() throws {
    let image = try ImagingFixtures.image("patterns/camera.png")
    let expected = try ImagingFixtures.bytes("patterns/camera-descriptor.f32").withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
    let descriptor = try LocalBinaryPatterns(grid: 7).descriptors(of: ImageStack([image]), context: .plain)
    #expect(descriptor.storage == expected)
  }

  @Test(
    arguments: LocalBinaryPatterns.Method.allCases, [(8, 1.0, 8), (5, 2.5, 3), (12, 3, 1)] as [(Int, Double, Int)])
  func descriptorsAreHistogramsOfTheCodes(
    method: LocalBinaryPatterns.Method, setting: (points: Int, radius: Double, grid: Int)
  ) throws {
    let patterns = try LocalBinaryPatterns(
      method: method, radius: setting.radius, points: setting.points, grid: setting.grid)
    let image = ImagingFixtures.pattern(width: 29, height: 23, channels: 1)
    let row = try patterns.descriptors(of: ImageStack([image]), context: .plain).storage
    #expect(row == Self.histograms(of: try patterns.codes(of: image), image, patterns))
  }

  /// The definition, written without regard to speed.
  static func histograms(of codes: [Double], _ image: Image, _ patterns: LocalBinaryPatterns) -> [Float] {
    let bins: [Double: Int]
    if patterns.method == .ror {
      let numbering = PatternNumbering(method: .ror, points: patterns.points)
      let all = Set((0..<UInt32(1) << UInt32(patterns.points)).map { Double(numbering.code(of: $0)) })
      bins = Dictionary(uniqueKeysWithValues: all.sorted().enumerated().map { ($1, $0) })
    } else {
      bins = [:]
    }
    let (rowSizes, columnSizes) = (
      PatternHistograms.split(image.height, into: patterns.grid),
      PatternHistograms.split(image.width, into: patterns.grid)
    )
    var (result, top): ([Float], Int) = ([], 0)
    for rows in rowSizes {
      var left = 0
      for columns in columnSizes {
        var counts = [Int](repeating: 0, count: patterns.binsPerCell)
        for row in top..<top + rows {
          for column in left..<left + columns {
            let code = codes[row * image.width + column]
            switch patterns.method {
            case .ror: counts[bins[code] ?? 0] += 1
            case .variance: counts[code.isNaN || code < 1 ? 0 : Int(code.exponent) + 1] += 1
            default: counts[Int(code)] += 1
            }
          }
        }
        result += counts.map { Float($0) / Float(rows * columns) }
        left += columns
      }
      top += rows
    }
    return result
  }

  @Test func binsAreAsManyAsCodes() throws {
    for points in [1, 2, 3, 8, 12] {
      for method in LocalBinaryPatterns.Method.allCases where method != .variance {
        let table = PatternNumbering(method: method, points: points).binTable()
        let bins = try LocalBinaryPatterns(method: method, points: points).binsPerCell
        #expect(Int(table.max() ?? 0) < bins)
      }
    }
    #expect(try LocalBinaryPatterns(method: .ror).binsPerCell == 36)
    #expect(try LocalBinaryPatterns().binsPerCell == 59)
  }

  @Test func threadsAndOrderMakeNoDifference() throws {
    let images = (0..<40).map {
      ImagingFixtures.pattern(width: 120 + $0 % 3, height: 130, channels: $0 % 2 == 0 ? 1 : 3)
    }
    let patterns = try LocalBinaryPatterns()
    let one = try patterns.descriptors(of: ImageStack(images), context: ExecutionContext(threads: 1))
    let two = try patterns.descriptors(of: ImageStack(images), context: ExecutionContext(threads: 2))
    #expect(one == two)
    let turned = try patterns.descriptors(of: ImageStack(images.reversed()), context: .plain)
    #expect(turned == one.gathering(Array((0..<40).reversed())))
  }

  @Test(arguments: [28, 48, 100])
  func compactDescriptorsAreTheSameNumbers(_ size: Int) throws {
    let stack = ImageStack((0..<9).map { ImagingFixtures.pattern(width: size - $0 % 2, height: size, channels: 1) })
    for method in [LocalBinaryPatterns.Method.nriUniform, .uniform, .default, .variance] where size < 100 {
      let patterns = try LocalBinaryPatterns(method: method)
      let compact = try #require(try patterns.compactDescriptors(of: stack, context: ExecutionContext(threads: 2)))
      #expect(try compact.expanded() == patterns.descriptors(of: stack, context: .plain))
    }
    // Cells of 12×12 to 13×13 pixels have more shares than a byte tells apart.
    if size == 100 { #expect(try LocalBinaryPatterns().compactDescriptors(of: stack, context: .plain) == nil) }
    let even = ImageStack([ImagingFixtures.pattern(width: 128, height: 128, channels: 1)])
    let compact = try #require(try LocalBinaryPatterns().compactDescriptors(of: even, context: .plain))
    #expect(try compact.expanded() == LocalBinaryPatterns().descriptors(of: even, context: .plain))
  }

  @Test func colourIsMadeGreyFirst() throws {
    let colour = ImagingFixtures.pattern(width: 20, height: 20, channels: 3)
    let patterns = try LocalBinaryPatterns()
    let (first, second) = (ImageStack([colour]), ImageStack([try colour.gray()]))
    #expect(
      try patterns.descriptors(of: first, context: .plain) == patterns.descriptors(of: second, context: .plain))
    #expect(try patterns.codes(of: colour) == patterns.codes(of: colour.gray()))
  }

  @Test func badOptionsAndImagesAreRefused() throws {
    #expect(throws: ImagingError.self) { try LocalBinaryPatterns(radius: .nan) }
    #expect(throws: ImagingError.self) { try LocalBinaryPatterns(radius: 0) }
    #expect(throws: ImagingError.self) { try LocalBinaryPatterns(radius: .infinity) }
    #expect(throws: ImagingError.self) { try LocalBinaryPatterns(points: 25) }
    #expect(throws: ImagingError.self) { try LocalBinaryPatterns(grid: 0) }
    let small = ImageStack([ImagingFixtures.pattern(width: 7, height: 30, channels: 1)])
    #expect(throws: ImagingError.smallerThanGrid(index: 0, width: 7, height: 30, grid: 8)) {
      try LocalBinaryPatterns().descriptors(of: small, context: .plain)
    }
    #expect(throws: ImagingError.self) {
      try LocalBinaryPatterns(method: .default, points: 13, grid: 1).descriptors(of: small, context: .plain)
    }
    #expect(throws: ImagingError.self) {
      try LocalBinaryPatterns(method: .default, points: 12, grid: 256).descriptors(of: small, context: .plain)
    }
  }

  @Test func emptyInputsGiveNothing() throws {
    let patterns = try LocalBinaryPatterns()
    #expect(try patterns.codes(of: Image(width: 0, height: 0, channels: 1, pixels: [])).isEmpty)
    let matrix = try patterns.descriptors(of: ImageStack(), context: .plain)
    #expect(matrix.rows == 0 && matrix.columns == 3776)
  }

  @Test func interruptionStopsTheWork() throws {
    let stack = ImageStack([ImagingFixtures.pattern(width: 30, height: 30, channels: 1)])
    let context = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try LocalBinaryPatterns().descriptors(of: stack, context: context) }
  }
}
