import Numerics
import Samples

extension ImageStack: RowContent {
  public static var kind: ContentKind { .images }
  public var rowCount: Int { count }
  public var byteCount: Int { bytes.count + count * 40 }

  public var shapeText: String {
    let images = rowCountText
    guard let shape = commonShape else { return "\(images) images of several sizes" }
    return "\(images) images of \(shape.width)×\(shape.height)\(shape.channels == 1 ? "" : ", colour")"
  }

  public func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent {
    gathering(rows)
  }
}
