import Files
import Glibc

extension ShapePredictor {
  /// Reads a `shape_predictor` that dlib wrote (version 1 of its form), such as `shape_predictor_68_face_landmarks.dat`.
  ///
  /// - Throws: `FaceAlignmentError.unreadable`, `.notAPredictor`.
  /// - Cost: about 0.2 s for the 100 MB of 68 landmarks, which take 65 MB of memory; never more than four times as much as
  ///   the file has bytes.
  public init(contentsOf path: String) throws {
    let file = try FileBytes(mapping: path) { path, number in
      FaceAlignmentError.unreadable(path: path, reason: String(cString: strerror(number)))
    }
    try self.init(bytes: file.bytes, path: path)
    guard !file.hasShrunk else {
      throw FaceAlignmentError.unreadable(path: path, reason: "it became shorter while it was read")
    }
  }

  /// - Parameter path: what its errors call the file.
  init(bytes: UnsafeRawBufferPointer, path: String) throws {
    var reader = PredictorReader(PackedNumbers(bytes))
    do { self = try reader.predictor() } catch let damage {
      throw FaceAlignmentError.notAPredictor(path: path, detail: damage.reason)
    }
  }
}

/// Takes the numbers of a file for a predictor, in the order in which dlib writes them.
private struct PredictorReader {
  typealias Damage = PackedNumbers.Damage

  private static let mostLevels = 1000

  private var numbers: PackedNumbers
  private var splits: [ShapePredictor.Split] = []
  private var leaves: [Float] = []

  init(_ numbers: PackedNumbers) {
    self.numbers = numbers
  }

  mutating func predictor() throws(Damage) -> ShapePredictor {
    guard let version = try? numbers.whole(), version == 1 else {
      throw Damage(reason: "it does not begin as one does, with version 1")
    }
    let mean = try matrix()
    guard mean.count >= 4, mean.count.isMultiple(of: 2) else {
      throw Damage(reason: "its mean face has \(mean.count) numbers")
    }
    var levels: [ShapePredictor.Level] = []
    let count = try numbers.count(bytesEach: 2)
    guard count <= Self.mostLevels else {
      throw Damage(reason: "it claims \(count) levels; there are 15 in dlib's own")
    }
    for _ in 0..<count {
      levels.append(ShapePredictor.Level(trees: try trees(width: mean.count), anchors: [], offsets: []))
    }
    try readPixels(of: &levels, landmarks: mean.count / 2)
    try check(levels)
    return ShapePredictor(meanShape: mean, levels: levels, splits: splits, leaves: leaves)
  }

  private mutating func trees(width: Int) throws(Damage) -> [ShapePredictor.Tree] {
    var trees: [ShapePredictor.Tree] = []
    for _ in 0..<(try numbers.count(bytesEach: 4)) {
      let (firstSplit, firstLeaf) = (splits.count, leaves.count / width)
      let count = try numbers.count(bytesEach: 8)
      for _ in 0..<count {
        let (first, second) = (try numbers.whole(), try numbers.whole())
        guard let first = Int32(exactly: first), let second = Int32(exactly: second), min(first, second) >= 0 else {
          throw Damage(reason: "a tree compares pixels that there are not")
        }
        splits.append(ShapePredictor.Split(first: first, second: second, threshold: try numbers.fraction()))
      }
      guard try numbers.count(bytesEach: 4) == count + 1 else {
        throw Damage(reason: "a tree has not one leaf more than splits")
      }
      for _ in 0...count { try readLeaf(width: width) }
      trees.append(ShapePredictor.Tree(firstSplit: firstSplit, splits: count, firstLeaf: firstLeaf))
    }
    return trees
  }

  private mutating func readLeaf(width: Int) throws(Damage) {
    guard try matrixSize() == width else { throw Damage(reason: "a leaf does not shift every landmark") }
    for _ in 0..<width { leaves.append(try numbers.fraction()) }
  }

  /// A column of numbers.
  private mutating func matrix() throws(Damage) -> [Float] {
    var list: [Float] = []
    for _ in 0..<(try matrixSize()) { list.append(try numbers.fraction()) }
    return list
  }

  /// Rows and columns are written as negative numbers, which tells them from those of an older form.
  private mutating func matrixSize() throws(Damage) -> Int {
    let (rows, columns) = (abs(try numbers.whole()), abs(try numbers.whole()))
    guard columns == 1, rows <= numbers.remaining / 4 else {
      throw Damage(reason: "it claims \(rows) × \(columns) numbers where \(numbers.remaining) bytes are left")
    }
    return rows
  }

  private mutating func readPixels(of levels: inout [ShapePredictor.Level], landmarks: Int) throws(Damage) {
    let wrong = Damage(reason: "it does not say for every level which pixels to look at")
    guard try numbers.count(bytesEach: 2) == levels.count else { throw wrong }
    for level in levels.indices {
      for _ in 0..<(try numbers.count(bytesEach: 2)) {
        let anchor = try numbers.whole()
        guard (0..<landmarks).contains(anchor) else { throw wrong }
        levels[level].anchors.append(anchor)
      }
    }
    guard try numbers.count(bytesEach: 2) == levels.count else { throw wrong }
    for level in levels.indices {
      guard try numbers.count(bytesEach: 8) == levels[level].anchors.count else { throw wrong }
      for _ in levels[level].anchors {
        levels[level].offsets.append(SIMD2(try numbers.fraction(), try numbers.fraction()))
      }
    }
  }

  /// Every pixel that a tree compares must be looked at.
  private func check(_ levels: [ShapePredictor.Level]) throws(Damage) {
    for level in levels {
      for tree in level.trees {
        for split in splits[tree.firstSplit..<tree.firstSplit + tree.splits]
        where Int(max(split.first, split.second)) >= level.anchors.count {
          throw Damage(reason: "a tree compares pixels that there are not")
        }
      }
    }
  }
}
