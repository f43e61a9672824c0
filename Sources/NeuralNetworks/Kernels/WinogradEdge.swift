/// The side of a tile at the end of a line that fours do not fill.
///
/// F(3, 3) and F(2, 3) on points that F(4, 3) has too, so that they meet the same filters: where a side of a whole tile has
/// six products, these have five and four. What a filter's points are divided by differs, which Bᵀ makes up for.
enum WinogradThreeEdge: WinogradSide {
  @inline(__always) static var outputs: Int { 3 }
  /// 0, 1, -1, 2 and infinity.
  @inline(__always) static func place(_ point: Int) -> Int { point == 4 ? 5 : point }

  @inline(__always)
  static func input(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let d0 = load(0)
    let d1 = load(1)
    let d2 = load(2)
    let d3 = load(3)
    let d4 = load(4)
    let two = SIMD16<Float>(repeating: 2)
    let three = SIMD16<Float>(repeating: 3)
    let four = SIMD16<Float>(repeating: 4)
    store(0, (d0 - d2).addingProduct(d0 - d2, three).addingProduct(d3 - d1, two))
    store(1, (d3 - d2).addingProduct(d1, -two) * three)
    store(2, d3.addingProduct(d1, two).addingProduct(d2, -three))
    store(3, (d3 - d1) * four)
    store(4, (d4 - d2).addingProduct(d1 - d3, two))
  }

  @inline(__always)
  static func output(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let m1 = load(1)
    let m2 = load(2)
    let m3 = load(3)
    let (near, nearOdd) = (m1 + m2, m1 - m2)
    store(0, load(0) + near + m3)
    store(1, nearOdd.addingProduct(m3, SIMD16(repeating: 2)))
    store(2, (near + load(4)).addingProduct(m3, SIMD16(repeating: 4)))
  }
}

/// For two that are left, or one.
enum WinogradTwoEdge: WinogradSide {
  @inline(__always) static var outputs: Int { 2 }
  /// 0, 1, -1 and infinity.
  @inline(__always) static func place(_ point: Int) -> Int { point == 3 ? 5 : point }

  @inline(__always)
  static func input(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let d1 = load(1)
    let d2 = load(2)
    let three = SIMD16<Float>(repeating: 3)
    store(0, (load(0) - d2) * SIMD16(repeating: 4))
    store(1, -three * (d1 + d2))
    store(2, three * (d1 - d2))
    store(3, load(3) - d1)
  }

  @inline(__always)
  static func output(_ load: (Int) -> SIMD16<Float>, _ store: (Int, SIMD16<Float>) -> Void) {
    let m1 = load(1)
    let m2 = load(2)
    store(0, load(0) + m1 + m2)
    store(1, m1 - m2 + load(3))
  }
}

/// What is done to a tile, compiled for each pair of sides.
protocol TileWork {
  func run<Down: WinogradSide, Across: WinogradSide>(_: Down.Type, _: Across.Type)
}

extension TileWork {
  /// - Parameter sides: results down and across.
  @inline(__always)
  func run(_ sides: (down: Int, across: Int)) {
    switch sides {
    case (4, 4): run(WinogradFour.self, WinogradFour.self)
    case (4, 3): run(WinogradFour.self, WinogradThreeEdge.self)
    case (4, _): run(WinogradFour.self, WinogradTwoEdge.self)
    case (3, 4): run(WinogradThreeEdge.self, WinogradFour.self)
    case (3, 3): run(WinogradThreeEdge.self, WinogradThreeEdge.self)
    case (3, _): run(WinogradThreeEdge.self, WinogradTwoEdge.self)
    case (_, 4): run(WinogradTwoEdge.self, WinogradFour.self)
    case (_, 3): run(WinogradTwoEdge.self, WinogradThreeEdge.self)
    default: run(WinogradTwoEdge.self, WinogradTwoEdge.self)
    }
  }
}

/// Which tiles of a block are whole in a direction, for a map that fours do not fill.
///
/// Tiles are put into an order in which those that have a point are neighbours: whole down only, whole both ways, whole
/// across only, neither.
struct WinogradOrder {
  private(set) var tiles: [Int] = []
  /// Where the four kinds end.
  private var ends: [Int] = []

  /// - Parameter isWhole: of a tile, down and across.
  init(_ range: Range<Int>, isWhole: (Int) -> (down: Bool, across: Bool)) {
    let kinds = range.map { (tile: $0, whole: isWhole($0)) }
    for (down, across) in [(true, false), (true, true), (false, true), (false, false)] {
      tiles += kinds.lazy.filter { $0.whole == (down, across) }.map(\.tile)
      ends.append(tiles.count)
    }
  }

  /// The tiles that have a point, by what it is of: one that only whole sides have, or one that all have.
  func having(onlyWholeDown: Bool, onlyWholeAcross: Bool) -> Range<Int> {
    (onlyWholeAcross ? ends[0] : 0)..<(onlyWholeDown ? ends[1] : onlyWholeAcross ? ends[2] : ends[3])
  }
}
