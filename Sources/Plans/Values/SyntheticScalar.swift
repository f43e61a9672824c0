import Basics

/// A number or text taken from something made of data that are not real, or calculated from such: it says so too.
public struct SyntheticScalar: Payload {
  /// What it is without the mark. Not `scalar`: beside the property that every value has, that name would be taken for it.
  public let unmarked: Scalar
  public let synthetic: String?

  public init(_ scalar: Scalar, synthetic: String) {
    unmarked = scalar
    self.synthetic = synthetic
  }

  public var valueKind: ValueKinds { .scalar }
  public var summary: String { unmarked.summary }
  public var tables: [Table] { unmarked.tables.map { $0.known(as: synthetic) } }
  public var document: Document {
    var document = unmarked.document
    document.synthetic = synthetic
    return document
  }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    unmarked.jsonMembers(program: program) + [.init(name: "synthetic", value: .string(synthetic))]
  }
}

extension Payload {
  /// The number or text that it is, whatever its data; nil for anything else.
  public var scalar: Scalar? { self.as(Scalar.self) ?? self.as(SyntheticScalar.self)?.unmarked }
}
