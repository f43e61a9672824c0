import Imaging
import Numerics
import Plans

extension ImageStack: RowContent {
  public var rowCount: Int { count }
  public var byteCount: Int { bytes.count + count * 40 }
  public var valueKind: ValueKinds { .images }

  public var shapeText: String {
    guard let shape = commonShape else { return "\(grouped(count)) images of several sizes" }
    return "\(grouped(count)) images of \(shape.width)×\(shape.height)\(shape.channels == 1 ? "" : ", colour")"
  }

  public func gatheringRows(_ rows: [Int]) -> any RowContent {
    gathering(rows)
  }
}

/// The images a stage works on.
/// - Throws: `PlanError.wrongContent` where the rows are something else.
func images(of content: any RowContent, for stage: String) throws -> ImageStack {
  guard let stack = content as? ImageStack else {
    throw PlanError.wrongContent(stage: stage, needs: "images", found: content.valueKind.description)
  }
  return stack
}

/// The features a stage works on.
/// - Throws: `PlanError.wrongContent` where the rows are something else.
func features(of content: any RowContent, for stage: String) throws -> Matrix {
  guard let matrix = content as? Matrix else {
    throw PlanError.wrongContent(stage: stage, needs: "features", found: content.valueKind.description)
  }
  return matrix
}
