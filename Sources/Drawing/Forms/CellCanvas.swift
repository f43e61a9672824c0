import Basics

/// A laid out chart as characters: what stands in each cell of a terminal, with its colours as inks.
public struct CellCanvas: Sendable {
  public struct Cell: Sendable, Equatable {
    /// nil behind the first half of a wide one.
    public var character: Character?
    /// What follows it and takes no room of its own, such as a zero-width space.
    public var unseen = ""
    public var ink: Ink
    /// What is behind it; nil for nothing.
    public var ground: Ink?
    /// Pixels of an image, the upper and the lower half of the cell.
    public var pixels: (upper: Color, lower: Color)?

    public static func == (a: Cell, b: Cell) -> Bool {
      a.character == b.character && a.unseen == b.unseen && a.ink == b.ink && a.ground == b.ground
        && a.pixels?.upper == b.pixels?.upper
        && a.pixels?.lower == b.pixels?.lower
    }
  }

  public let isASCII: Bool
  /// Whether cells have colours: without them tiles are shaded by characters.
  public let isColored: Bool
  public private(set) var rows: [[Cell]]
  private let width: Int

  /// - Parameter scene: laid out on cells.
  public init(_ scene: Scene, isASCII: Bool, isColored: Bool) {
    self.isASCII = isASCII
    self.isColored = isColored
    width = Int(scene.width)
    let blank = Cell(character: " ", ink: .text, ground: nil, pixels: nil)
    rows = [[Cell]](
      repeating: [Cell](repeating: blank, count: max(1, width)), count: max(1, Int(scene.height.rounded(.up))))
    for shape in scene.shapes { draw(shape) }
  }

  /// Without colours, without blanks at the ends of lines.
  public var lines: [String] {
    rows.map { row in
      var line = row.reduce(into: "") { $0 += ($1.character.map { String($0) } ?? "") + $1.unseen }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private mutating func draw(_ shape: Shape) {
    switch shape {
    case .rectangle(let box, let ink, let texture): rectangle(box, ink, texture)
    case .line(let points, let ink, _, let isDashed): line(points, ink, isDashed)
    case .area(let points, let ink): area(points, ink)
    case .symbol(let symbol, let place, _, let ink):
      set(symbol.character(isASCII: isASCII), Int(place.x.rounded(.down)), Int(place.y.rounded(.down)), ink)
    case .text(let text): self.text(text)
    case .image(let box, let picture): image(box, picture)
    }
  }

  private mutating func set(_ character: Character, _ x: Int, _ y: Int, _ ink: Ink, ground: Ink? = nil) {
    guard rows.indices.contains(y), rows[y].indices.contains(x) else { return }
    rows[y][x].character = character
    rows[y][x].unseen = ""
    rows[y][x].ink = ink
    if let ground { rows[y][x].ground = ground }
  }

  // MARK: - Shapes

  private mutating func rectangle(_ box: Box, _ ink: Ink, _ texture: Int) {
    let (top, bottom) = (Int(box.y.rounded()), Int(box.maxY.rounded()))
    for y in top..<max(top + 1, bottom) {
      switch ink {
      case .ramp(let share): tile(box, y, share)
      default: bar(box, y, ink, texture)
      }
    }
  }

  private mutating func tile(_ box: Box, _ y: Int, _ share: Double) {
    let ramp = isASCII ? Array(" .:-=+*#%@") : Array(" ░▒▓█")
    let shade = ramp[min(ramp.count - 1, Int(share * Double(ramp.count)))]
    for x in Int(box.x.rounded())..<max(Int(box.x.rounded()) + 1, Int(box.maxX.rounded())) {
      set(isColored ? " " : shade, x, y, isColored ? .onRamp(share) : .text, ground: isColored ? .ramp(share) : nil)
    }
  }

  private mutating func bar(_ box: Box, _ y: Int, _ ink: Ink, _ texture: Int) {
    let (full, part) =
      isASCII
      ? (Array("#=+-")[texture % 4], Array("#=+-")[texture % 4])
      : (Array("█▓▒░")[texture % 4], Array("█▓▒░")[texture % 4])
    let end = box.maxX
    var x = Int(box.x.rounded(.down))
    guard box.width > 0 else { return }
    while Double(x) < end {
      let share = min(end - Double(x), 1)
      let eighths = Int((share * 8).rounded())
      if texture == 0, !isASCII, eighths < 8 {
        set(Array(" ▏▎▍▌▋▊▉█")[max(1, eighths)], x, y, ink)
      } else if share >= 0.5 || Double(x) <= box.x {
        set(share >= 0.5 ? full : part, x, y, ink)
      }
      x += 1
    }
  }

  private mutating func line(_ points: [Point], _ ink: Ink, _ isDashed: Bool) {
    for (from, to) in zip(points, points.dropFirst()) {
      if abs(from.y - to.y) < 1e-9 {
        horizontal(from, to, ink)
      } else if abs(from.x - to.x) < 1e-9 {
        let (low, high) = (min(from.y, to.y), max(from.y, to.y))
        for y in Int(low.rounded(.down))..<max(Int(low.rounded(.down)) + 1, Int(high.rounded(.up))) {
          let x = Int(from.x.rounded(.down))
          upright(x, y, ink, isDashed)
        }
      } else {
        slope(from, to, ink)
      }
    }
  }

  /// A dashed line spares what is there, and is still seen where it crosses an interval.
  private mutating func upright(_ x: Int, _ y: Int, _ ink: Ink, _ isDashed: Bool) {
    let (level, crossing): (Character, Character) = isASCII ? ("-", "+") : ("─", "┼")
    switch character(x, y) {
    case level where isDashed: set(crossing, x, y, ink)
    case " ": set(isASCII ? "|" : isDashed ? "┊" : "│", x, y, ink)
    default: if !isDashed { set(isASCII ? "|" : "│", x, y, ink) }
    }
  }

  private func character(_ x: Int, _ y: Int) -> Character? {
    rows.indices.contains(y) && rows[y].indices.contains(x) ? rows[y][x].character : nil
  }

  private mutating func horizontal(_ from: Point, _ to: Point, _ ink: Ink) {
    let start = Int(min(from.x, to.x).rounded(.down))
    let end = min(Int(max(from.x, to.x).rounded(.down)), width - 1)
    guard start <= end else { return }
    for x in start...end { set(isASCII ? "-" : "─", x, Int(from.y.rounded(.down)), ink) }
  }

  private mutating func slope(_ from: Point, _ to: Point, _ ink: Ink) {
    let steps = Int(max(abs(to.x - from.x), abs(to.y - from.y)).rounded(.up)) * 2
    for step in 0...max(1, steps) {
      let share = Double(step) / Double(max(1, steps))
      let x = Int((from.x + (to.x - from.x) * share).rounded(.down))
      let y = Int((from.y + (to.y - from.y) * share).rounded(.down))
      set(isASCII ? "." : "·", x, y, ink)
    }
  }

  /// Shaded lightly where its middle is inside.
  private mutating func area(_ points: [Point], _ ink: Ink) {
    guard let low = points.map(\.y).min(), let high = points.map(\.y).max(),
      let left = points.map(\.x).min(), let right = points.map(\.x).max(), high > low
    else { return }
    for y in Int(low.rounded(.down))...Int(high.rounded(.down)) {
      for x in Int(left.rounded(.down))...Int(right.rounded(.down)) where character(x, y) == " " {
        if isInside(Point(Double(x) + 0.5, Double(y) + 0.5), points) { set(isASCII ? ":" : "░", x, y, ink) }
      }
    }
  }

  private func isInside(_ place: Point, _ points: [Point]) -> Bool {
    var isInside = false
    var last = points[points.count - 1]
    for point in points {
      if (point.y > place.y) != (last.y > place.y),
        place.x < (last.x - point.x) * (place.y - point.y) / (last.y - point.y) + point.x
      {
        isInside.toggle()
      }
      last = point
    }
    return isInside
  }

  private mutating func text(_ text: SceneText) {
    let y = Int(text.box.y.rounded())
    var x = Int(text.box.x.rounded())
    for character in text.text {
      let size = displayWidth(character)
      guard size > 0 else {
        if rows.indices.contains(y), rows[y].indices.contains(x - 1) { rows[y][x - 1].unseen.append(character) }
        continue
      }
      guard x + size <= width else { break }
      let shown = isASCII && !character.isASCII ? Self.plain(character) : character
      set(shown, x, y, text.ink)
      for more in 1..<max(size, 1) + 0 where shown == character {
        if rows.indices.contains(y), rows[y].indices.contains(x + more) { rows[y][x + more].character = nil }
      }
      x += size
    }
  }

  /// The nearest sign of ASCII for those that this program itself writes; letters of names stay as they are.
  private static func plain(_ character: Character) -> Character {
    switch character {
    case "…": "~"
    case "–", "−", "—": "-"
    case "±": "+"
    case "×": "x"
    case "≈": "~"
    default: character
    }
  }

  private mutating func image(_ box: Box, _ picture: Picture) {
    let shrunk = picture.shrunk(toWidth: max(1, Int(box.width)))
    for y in stride(from: 0, to: shrunk.height, by: 2) {
      for x in 0..<shrunk.width {
        let upper = color(shrunk, x, y)
        let lower = y + 1 < shrunk.height ? color(shrunk, x, y + 1) : upper
        let row = Int(box.y) + y / 2
        let shades = isASCII ? Array(" .:-=+*#%@") : Array(" ░▒▓█")
        let light = (upper.luminance.squareRoot() + lower.luminance.squareRoot()) / 2
        let shade = shades[min(shades.count - 1, Int(light * Double(shades.count)))]
        set(isColored ? (isASCII ? "\"" : "▀") : shade, Int(box.x) + x, row, .text)
        if isColored, rows.indices.contains(row), rows[row].indices.contains(Int(box.x) + x) {
          rows[row][Int(box.x) + x].pixels = (upper, lower)
        }
      }
    }
  }

  private func color(_ picture: Picture, _ x: Int, _ y: Int) -> Color {
    Color(red: Double(picture[x, y, 0]), green: Double(picture[x, y, 1]), blue: Double(picture[x, y, 2]))
  }
}
