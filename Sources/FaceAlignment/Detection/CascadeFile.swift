import Files
import Glibc

extension Cascade {
  /// No cascade of OpenCV is larger than 3 MB.
  private static let mostBytes = 16 << 20

  /// Reads a cascade that OpenCV's `opencv_traincascade` wrote, of upright Haar features; not the older form of
  /// `opencv_haartraining`, nor features of local binary patterns, nor tilted ones.
  ///
  /// - Throws: `FaceAlignmentError.unreadable`, `.notACascade`, `.unsupportedCascade`.
  /// - Cost: about 10 ms for a megabyte.
  public init(contentsOf path: String) throws {
    let file = try FileBytes(mapping: path) { path, number in
      FaceAlignmentError.unreadable(path: path, reason: String(cString: strerror(number)))
    }
    guard file.count <= Self.mostBytes else {
      throw FaceAlignmentError.notACascade(path: path, detail: "it is larger than \(Self.mostBytes >> 20) MB")
    }
    try self.init(xml: Array(file.bytes), path: path)
  }

  /// - Parameter path: what its errors call the file.
  init(xml: [UInt8], path: String) throws {
    do { self = try CascadeReader(MarkupTree(xml), path: path).cascade() } catch let damage as MarkupTree.Damage {
      throw FaceAlignmentError.notACascade(path: path, detail: damage.reason)
    }
  }
}

/// Takes the elements of a file for a cascade.
private struct CascadeReader {
  private let tree: MarkupTree
  private let path: String

  init(_ tree: MarkupTree, path: String) {
    self.tree = tree
    self.path = path
  }

  func cascade() throws -> Cascade {
    guard tree.nameText(of: 0) == "opencv_storage", let root = tree.children(of: 0).first else {
      throw damaged("its root is <\(tree.nameText(of: 0).prefix(40))>, not <opencv_storage>")
    }
    guard tree.child("stageType", of: root) != nil, let type = tree.child("featureType", of: root) else {
      throw unsupported("the form that OpenCV wrote before version 2.4, or none")
    }
    let features = tree.text(of: type)
    guard features == "HAAR" else { throw unsupported("features of the type '\(features.prefix(40))'") }
    let width = try whole("width", of: root, in: 4...256)
    let height = try whole("height", of: root, in: 4...256)
    let read = try list("features", of: root).map { try feature($0, width: width, height: height) }
    let stages = try list("stages", of: root).map { try stage($0, features: read.count) }
    guard !read.isEmpty, !stages.isEmpty else { throw damaged("it has no features, or no stages") }
    return Cascade(width: width, height: height, features: read, stages: stages)
  }

  private func stage(_ element: Int, features: Int) throws -> Cascade.Stage {
    if tree.child("parent", of: element) != nil { throw unsupported("stages that branch") }
    guard let threshold = tree.child("stageThreshold", of: element), let number = tree.numbers(of: threshold)?.first
    else { throw damaged("a stage has no threshold") }
    let trees = try list("weakClassifiers", of: element).map { try weak($0, features: features) }
    guard !trees.isEmpty else { throw damaged("a stage has no trees") }
    return Cascade.Stage(trees: trees, threshold: Float(number))
  }

  private func weak(_ element: Int, features: Int) throws -> Cascade.Tree {
    guard let inner = tree.child("internalNodes", of: element).flatMap(tree.numbers),
      let leaves = tree.child("leafValues", of: element).flatMap(tree.numbers), !inner.isEmpty,
      inner.count.isMultiple(of: 4), leaves.count == inner.count / 4 + 1
    else { throw damaged("a tree has not four numbers a node, and a leaf more than nodes") }
    let nodes = try stride(from: 0, to: inner.count, by: 4).map { start in
      let index = start / 4
      guard let left = Int(exactly: inner[start]), let right = Int(exactly: inner[start + 1]),
        let feature = Int(exactly: inner[start + 2]), (0..<features).contains(feature)
      else { throw damaged("a tree asks for a feature that there is not") }
      // A node leads on to later ones only, so that every walk ends.
      for child in [left, right]
      where !(index + 1..<leaves.count - 1).contains(child) && !(1 - leaves.count...0).contains(child) {
        throw damaged("a tree leads to a node that there is not")
      }
      return Cascade.Node(feature: feature, threshold: Float(inner[start + 3]), left: left, right: right)
    }
    return Cascade.Tree(nodes: nodes, leaves: leaves.map { Float($0) })
  }

  private func feature(_ element: Int, width: Int, height: Int) throws -> Cascade.Feature {
    if let tilted = tree.child("tilted", of: element), tree.numbers(of: tilted) != [0] {
      throw unsupported("features that are tilted")
    }
    let rectangles = try list("rects", of: element).map { part -> Cascade.Rectangle in
      guard let numbers = tree.numbers(of: part), numbers.count == 5 else {
        throw damaged("a rectangle has not five numbers")
      }
      let sides = numbers.prefix(4).compactMap { Int(exactly: $0) }
      guard sides.count == 4, (0...width).contains(sides[0]), (0...height).contains(sides[1]),
        (1...width).contains(sides[2]), (1...height).contains(sides[3]), sides[0] + sides[2] <= width,
        sides[1] + sides[3] <= height
      else { throw damaged("a rectangle lies outside the window") }
      return Cascade.Rectangle(
        x: sides[0], y: sides[1], width: sides[2], height: sides[3], weight: Float(numbers[4]))
    }
    guard (2...3).contains(rectangles.count) else { throw damaged("a feature has not two or three rectangles") }
    return Cascade.Feature(rectangles: rectangles)
  }

  // MARK: Parts

  private func list(_ name: String, of element: Int) throws -> [Int] {
    guard let found = tree.child(name, of: element) else { throw damaged("<\(name)> is missing") }
    return tree.children(of: found)
  }

  private func whole(_ name: String, of element: Int, in range: ClosedRange<Int>) throws -> Int {
    guard let found = tree.child(name, of: element), let number = tree.numbers(of: found)?.first,
      let whole = Int(exactly: number), range.contains(whole)
    else { throw damaged("<\(name)> is not from \(range.lowerBound) to \(range.upperBound)") }
    return whole
  }

  private func damaged(_ detail: String) -> FaceAlignmentError { .notACascade(path: path, detail: detail) }

  private func unsupported(_ variant: String) -> FaceAlignmentError {
    .unsupportedCascade(path: path, variant: variant)
  }
}
