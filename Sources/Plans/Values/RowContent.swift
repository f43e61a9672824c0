import Numerics

/// What rows are made of: features in a matrix, or images.
public protocol RowContent: Sendable {
  var rowCount: Int { get }
  var byteCount: Int { get }
  /// For people: "2,000 × 3,776 features", "2,000 images of 80×80".
  var shapeText: String { get }
  /// `.features` or `.images`.
  var valueKind: ValueKinds { get }
  /// Some rows, copied on the threads of `context`.
  func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent
}

extension RowContent {
  public func gatheringRows(_ rows: [Int]) -> any RowContent { gatheringRows(rows, context: .plain) }
}

extension Matrix: RowContent {
  public var rowCount: Int { rows }
  public var byteCount: Int { storage.count * MemoryLayout<Float>.stride }
  public var shapeText: String { "\(grouped(rows)) × \(grouped(columns)) features" }
  public var valueKind: ValueKinds { .features }

  public func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent {
    gathering(rows, context: context)
  }
}

/// A whole number with commas between thousands.
public func grouped(_ number: Int) -> String {
  var digits = Array(String(abs(number)))
  var position = digits.count - 3
  while position > 0 {
    digits.insert(",", at: position)
    position -= 3
  }
  return (number < 0 ? "-" : "") + String(digits)
}
