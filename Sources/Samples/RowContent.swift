import Basics
import Numerics

/// What rows are made of: features in a matrix, images, or what another module adds.
public protocol RowContent: Sendable {
  /// What a stage declares that it takes or gives.
  static var kind: ContentKind { get }
  var rowCount: Int { get }
  var byteCount: Int { get }
  /// What it takes once a stage has it in the form that most stages work on.
  var expandedByteCount: Int { get }
  /// For people: "2,000 × 3,776 features", "2,000 images of 80×80".
  var shapeText: String { get }
  /// Some rows, copied on the threads of `context`; repeats allowed.
  func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent
  /// Which numbers are missing; nil where none is, or where there are no numbers that could be.
  func missingNumbers(context: ExecutionContext) throws -> MissingNumbers?
  /// This content as another type of the same kind; nil where it cannot be told so.
  func converted<Content: RowContent>(to type: Content.Type) -> Content?
}

extension RowContent {
  public func missingNumbers(context: ExecutionContext) throws -> MissingNumbers? { nil }

  public var expandedByteCount: Int { byteCount }

  public func converted<Content: RowContent>(to type: Content.Type) -> Content? { nil }

  /// This content as some type, converted where it is of the same kind; nil where it is of another.
  public func told<Content: RowContent>(as type: Content.Type) -> Content? {
    self as? Content ?? converted(to: type)
  }

  public var kind: ContentKind { Self.kind }

  public func gatheringRows(_ rows: [Int]) -> any RowContent { gatheringRows(rows, context: .plain) }

  /// "2,000"
  public var rowCountText: String { grouped(rowCount) }

  /// This content as the type that a stage works on: the one place where that is asked.
  /// - Parameter stage: who asks, for the message.
  /// - Throws: `SamplesError.wrongContent` where it is of another kind.
  public func require<Content: RowContent>(
    _ type: Content.Type = Content.self, for stage: String
  ) throws(SamplesError) -> Content {
    guard let content = told(as: type) else {
      throw .wrongContent(stage: stage, needs: Content.kind, found: kind)
    }
    return content
  }
}

/// The name of a kind of content. Two kinds of one name are one kind.
public struct ContentKind: Sendable, Hashable {
  /// A plural, as it stands in errors and in JSON: "images".
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  public static let features = ContentKind("features")
  public static let images = ContentKind("images")
}

extension Matrix: RowContent {
  public static var kind: ContentKind { .features }
  public var rowCount: Int { rows }
  public var byteCount: Int { storage.count * MemoryLayout<Float>.stride }
  public var shapeText: String { "\(grouped(rows)) × \(grouped(columns)) features" }

  public func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent {
    gathering(rows, context: context)
  }
}
