/// Decodes the first frame of a GIF (89a and 87a) on its screen; transparent pixels are white, and what the frame does
/// not cover has the first colour, as in Pillow.
///
/// A palette whose used entries are all grey gives one channel.
/// - Throws: `ImagingError`.
func decodeGIF(_ bytes: UnsafeRawBufferPointer) throws -> Image {
  var reader = GIFReader(bytes: bytes)
  let frame = try reader.firstFrame()
  let isGrey = frame.palette.allSatisfy { $0.x == $0.y && $0.y == $0.z }
  let channels = isGrey ? 1 : 3
  var palette = frame.palette
  if let clear = frame.transparent, clear < palette.count { palette[clear] = SIMD3(255, 255, 255) }
  var screen = [UInt8](repeating: UInt8(frame.transparent ?? 0), count: frame.screenWidth * frame.screenHeight)
  for (row, target) in frame.rowOrder().enumerated() where frame.top + target < frame.screenHeight {
    for column in 0..<frame.width where frame.left + column < frame.screenWidth {
      screen[(frame.top + target) * frame.screenWidth + frame.left + column] = frame.indices[row * frame.width + column]
    }
  }
  var pixels: [UInt8] = []
  pixels.reserveCapacity(screen.count * channels)
  for index in screen {
    guard Int(index) < palette.count else {
      throw ImagingError.damaged(.gif, detail: "a pixel names colour \(index) of \(palette.count)")
    }
    let colour = palette[Int(index)]
    pixels.append(colour.x)
    if !isGrey {
      pixels.append(colour.y)
      pixels.append(colour.z)
    }
  }
  return Image(width: frame.screenWidth, height: frame.screenHeight, channels: channels, pixels: pixels)
}

/// One frame, its pixels still numbers of colours, in the order of the file.
private struct GIFFrame {
  var screenWidth: Int
  var screenHeight: Int
  var left = 0
  var top = 0
  var width = 0
  var height = 0
  var isInterlaced = false
  var palette: [SIMD3<UInt8>] = []
  var transparent: Int?
  var indices: [UInt8] = []

  /// Where each stored row belongs: interlaced files hold every eighth first.
  func rowOrder() -> [Int] {
    guard isInterlaced else { return Array(0..<height) }
    return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { stride(from: $0.0, to: height, by: $0.1) }
  }
}

private struct GIFReader {
  let bytes: UnsafeRawBufferPointer
  var position = 6

  init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private mutating func byte() throws -> Int {
    guard position < bytes.count else { throw ImagingError.truncated(.gif) }
    position += 1
    return Int(bytes[position - 1])
  }

  private mutating func word() throws -> Int {
    let low = try byte()
    return low | (try byte()) << 8
  }

  private mutating func palette(flags: Int) throws -> [SIMD3<UInt8>] {
    let count = 2 << (flags & 7)
    guard position + 3 * count <= bytes.count else { throw ImagingError.truncated(.gif) }
    defer { position += 3 * count }
    return (0..<count).map { entry in
      let place = position + 3 * entry
      return SIMD3(bytes[place], bytes[place + 1], bytes[place + 2])
    }
  }

  /// The bytes of a chain of sub-blocks, of which each says its length and an empty one is the last.
  private mutating func blocks() throws -> [UInt8] {
    var content: [UInt8] = []
    while true {
      let length = try byte()
      if length == 0 { return content }
      guard position + length <= bytes.count else { throw ImagingError.truncated(.gif) }
      content += bytes[position..<position + length]
      position += length
    }
  }

  mutating func firstFrame() throws -> GIFFrame {
    var frame = GIFFrame(screenWidth: try word(), screenHeight: try word())
    let flags = try byte()
    position += 2
    if flags & 0x80 != 0 { frame.palette = try palette(flags: flags) }
    while true {
      switch try byte() {
      case 0x21:
        let kind = try byte()
        let content = try blocks()
        if kind == 0xF9, content.count >= 4 { frame.transparent = content[0] & 1 != 0 ? Int(content[3]) : nil }
      case 0x2C:
        try readPixels(into: &frame)
        return frame
      case 0x3B: throw ImagingError.damaged(.gif, detail: "it has no frame")
      default: throw ImagingError.damaged(.gif, detail: "something unknown stands between its blocks")
      }
    }
  }

  private mutating func readPixels(into frame: inout GIFFrame) throws {
    (frame.left, frame.top) = (try word(), try word())
    (frame.width, frame.height) = (try word(), try word())
    let flags = try byte()
    frame.isInterlaced = flags & 0x40 != 0
    if flags & 0x80 != 0 { frame.palette = try palette(flags: flags) }
    // Some writers leave the screen at nothing, or smaller than its only frame.
    frame.screenWidth = max(frame.screenWidth, frame.left + frame.width)
    frame.screenHeight = max(frame.screenHeight, frame.top + frame.height)
    try checkSize(.gif, width: frame.screenWidth, height: frame.screenHeight)
    try checkSize(.gif, width: frame.width, height: frame.height)
    guard !frame.palette.isEmpty else { throw ImagingError.damaged(.gif, detail: "it has no palette") }
    let codeSize = try byte()
    guard (1...11).contains(codeSize) else {
      throw ImagingError.damaged(.gif, detail: "its codes claim \(codeSize) bits")
    }
    frame.indices = try LZWDecoder.decode(try blocks(), codeSize: codeSize, count: frame.width * frame.height)
  }
}

/// GIF's variant of Lempel, Ziv and Welch's compression: codes of growing width, lowest bits first.
private enum LZWDecoder {
  static func decode(_ packed: [UInt8], codeSize: Int, count: Int) throws -> [UInt8] {
    let clear = 1 << codeSize
    var prefix = [UInt16](repeating: 0, count: 4096)
    var suffix = [UInt8](repeating: 0, count: 4096)
    var length = [Int32](repeating: 1, count: 4096)
    for code in 0..<clear { suffix[code] = UInt8(truncatingIfNeeded: code) }
    var output: [UInt8] = []
    output.reserveCapacity(count)
    var (width, next, previous) = (codeSize + 1, clear + 2, -1)
    var (pending, pendingBits, position) = (0, 0, 0)
    while output.count < count {
      while pendingBits < width {
        guard position < packed.count else { throw ImagingError.truncated(.gif) }
        pending |= Int(packed[position]) << pendingBits
        pendingBits += 8
        position += 1
      }
      let code = pending & (1 << width - 1)
      pending >>= width
      pendingBits -= width
      if code == clear {
        (width, next, previous) = (codeSize + 1, clear + 2, -1)
        continue
      }
      if code == clear + 1 { throw ImagingError.truncated(.gif) }
      guard code < next || (code == next && previous >= 0) else {
        throw ImagingError.damaged(.gif, detail: "a code stands before its meaning")
      }
      let known = code < next ? code : previous
      let start = output.count
      let size = Int(length[known])
      output.append(contentsOf: repeatElement(0, count: size))
      var walk = known
      for place in stride(from: start + size - 1, through: start, by: -1) {
        output[place] = suffix[walk]
        walk = Int(prefix[walk])
      }
      let first = output[start]
      if code >= next { output.append(first) }
      if previous >= 0, next < 4096 {
        (prefix[next], suffix[next], length[next]) = (UInt16(previous), first, length[previous] + 1)
        next += 1
        if next == 1 << width, width < 12 { width += 1 }
      }
      previous = code
    }
    output.removeLast(output.count - count)
    return output
  }
}
