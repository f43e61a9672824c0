import Basics

/// A number or text taken from something made of data that are not real, or calculated from such: it says so too.
public struct SyntheticScalar: Payload {
  public let scalar: Scalar
  public let synthetic: String?

  public init(_ scalar: Scalar, synthetic: String) {
    self.scalar = scalar
    self.synthetic = synthetic
  }

  public var valueKind: ValueKinds { .scalar }
  public var summary: String { scalar.summary }
  public var tables: [Table] { scalar.tables.map { $0.known(as: synthetic) } }
  public var document: Document {
    var document = scalar.document
    document.synthetic = synthetic
    return document
  }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    scalar.jsonMembers(program: program) + [.init(name: "synthetic", value: .string(synthetic))]
  }
}

extension Payload {
  /// The number or text that it is, whatever its data; nil for anything else.
  public var scalar: Scalar? { self.as(Scalar.self) ?? self.as(SyntheticScalar.self)?.scalar }
}
