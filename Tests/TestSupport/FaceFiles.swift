import Foundation

/// Files like those that faces are found by, small enough to be reckoned through by hand.
public enum FaceFiles {
  /// A tree of one node over a feature of rectangles: x, y, width, height and weight each.
  public struct Stump: Sendable {
    let rectangles: [[Double]]
    let threshold: Double
    let below: Double
    let above: Double

    public init(_ rectangles: [[Double]], threshold: Double, below: Double = -1, above: Double = 1) {
      self.rectangles = rectangles
      self.threshold = threshold
      self.below = below
      self.above = above
    }
  }

  /// A cascade in the form of OpenCV, each stage of which passes what its stumps give more than `threshold` for.
  public static func cascade(side: Int = 8, stages: [(threshold: Double, stumps: [Stump])]) -> String {
    var (feature, weak) = (0, "")
    for stage in stages {
      weak +=
        "<_><maxWeakCount>\(stage.stumps.count)</maxWeakCount>\n<stageThreshold>\(stage.threshold)</stageThreshold>"
      weak += "\n<weakClassifiers>\n"
      for stump in stage.stumps {
        weak += "<_><internalNodes>\n 0 -1 \(feature) \(stump.threshold)</internalNodes>\n"
        weak += "<leafValues>\n \(stump.below) \(stump.above)</leafValues></_>\n"
        feature += 1
      }
      weak += "</weakClassifiers></_>\n"
    }
    let features = stages.flatMap(\.stumps).map { stump in
      let parts = stump.rectangles.map { part in
        "<_>\n\(part.prefix(4).map { String(Int($0)) }.joined(separator: " ")) \(part[4])</_>"
      }
      return "<_><rects>\(parts.joined())</rects></_>\n"
    }
    return """
      <?xml version="1.0"?>
      <!-- made for a test -->
      <opencv_storage>
      <cascade type_id="opencv-cascade-classifier"><stageType>BOOST</stageType>
      <featureType>HAAR</featureType><height>\(side)</height><width>\(side)</width>
      <stageParams><maxWeakCount>\(stages.map(\.stumps.count).max() ?? 0)</maxWeakCount></stageParams>
      <featureParams><maxCatCount>0</maxCatCount></featureParams>
      <stageNum>\(stages.count)</stageNum>
      <stages>\(weak)</stages>
      <features>\(features.joined())</features></cascade>
      </opencv_storage>

      """
  }

  /// Takes every window with some contrast in it for a face.
  public static let anything = cascade(stages: [
    (0, [Stump([[0, 0, 8, 8, -1], [0, 0, 8, 4, 2]], threshold: 0, below: 1, above: 1)])
  ])

  /// Takes for a face what is dark above and bright below, and not brighter at the left.
  public static let darkOverBright = cascade(stages: [
    (0, [Stump([[0, 0, 8, 8, -1], [0, 4, 8, 4, 2]], threshold: 0.5)]),
    (
      -0.5,
      [
        Stump([[0, 0, 8, 8, -1], [0, 0, 4, 8, 2]], threshold: 0.25, below: 1, above: -1),
        Stump([[0, 0, 8, 2, 1], [0, 3, 8, 2, -2], [0, 6, 8, 2, 1]], threshold: 0.125, below: 0.25, above: -0.25),
      ]
    ),
  ])

  /// One pass of a predictor: pixels that lie `offsets` from the landmarks `anchors`, and trees over them.
  public struct Level: Sendable {
    let anchors: [Int]
    let offsets: [(Float, Float)]
    let trees: [(splits: [(Int, Int, Float)], leaves: [[Float]])]

    public init(
      anchors: [Int], offsets: [(Float, Float)], trees: [(splits: [(Int, Int, Float)], leaves: [[Float]])]
    ) {
      self.anchors = anchors
      self.offsets = offsets
      self.trees = trees
    }
  }

  /// A shape predictor in the form of dlib, from x and y of each landmark of the mean face in turn.
  public static func predictor(mean: [Float], levels: [Level]) -> [UInt8] {
    var bytes = packed(1) + column(mean) + packed(levels.count)
    for level in levels {
      bytes += packed(level.trees.count)
      for tree in level.trees {
        bytes += packed(tree.splits.count)
        for split in tree.splits { bytes += packed(split.0) + packed(split.1) + packed(split.2) }
        bytes += packed(tree.leaves.count) + tree.leaves.flatMap(column)
      }
    }
    bytes += packed(levels.count)
    for level in levels { bytes += packed(level.anchors.count) + level.anchors.flatMap { packed($0) } }
    bytes += packed(levels.count)
    for level in levels {
      bytes += packed(level.offsets.count) + level.offsets.flatMap { packed($0.0) + packed($0.1) }
    }
    return bytes
  }

  /// Five landmarks: the corners of the right eye of the picture, from outside, those of the left, the nose.
  public static let meanOfFive: [Float] = [0.875, 0.25, 0.625, 0.25, 0.125, 0.25, 0.375, 0.25, 0.5, 0.75]

  /// Shifts all five to the right by an eighth of the box where the nose is brighter than an eye, then by a sixteenth down
  /// where it is so again.
  public static let fiveLandmarks: [UInt8] = {
    let still = [Float](repeating: 0, count: 10)
    let right = (0..<10).map { Float($0 % 2 == 0 ? 0.125 : 0) }
    let down = (0..<10).map { Float($0 % 2 == 0 ? 0 : 0.0625) }
    func level(_ shift: [Float], _ offset: Float) -> Level {
      Level(
        anchors: [4, 0], offsets: [(0, offset), (offset, 0)],
        trees: [(splits: [(0, 1, 25.5)], leaves: [shift, still])])
    }
    return predictor(mean: meanOfFive, levels: [level(right, 0), level(down, -0.0625)])
  }()

  static func packed(_ number: Int) -> [UInt8] {
    var (rest, bytes) = (number.magnitude, [UInt8]())
    repeat {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    } while rest > 0
    return [UInt8(bytes.count) | (number < 0 ? 0x80 : 0)] + bytes
  }

  static func packed(_ number: Float) -> [UInt8] {
    guard number != 0 else { return packed(0) + packed(0) }
    return packed(Int(number.significand * 8_388_608) * (number < 0 ? -1 : 1)) + packed(Int(number.exponent) - 23)
  }

  private static func column(_ numbers: [Float]) -> [UInt8] {
    packed(-numbers.count) + packed(-1) + numbers.flatMap { packed($0) }
  }
}
