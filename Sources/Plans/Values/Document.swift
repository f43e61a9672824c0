/// Something to read, as data: a host decides how it looks.
public struct Document: Sendable {
  public enum Block: Sendable {
    case heading(String)
    case text(String)
    case table(Table)
    /// Labelled lengths; a second number is drawn behind the first (train and test).
    case bars([Bar])
    case pictures([Picture])
    case confusion(classNames: [String], counts: [[Int]])
  }

  public struct Bar: Sendable {
    public var label: String
    public var values: [Double]
    public var note: String

    public init(label: String, values: [Double], note: String) {
      self.label = label
      self.values = values
      self.note = note
    }
  }

  public struct Picture: Sendable {
    public var width: Int
    public var height: Int
    public var channels: Int
    public var pixels: [UInt8]
    public var caption: String

    public init(width: Int, height: Int, channels: Int, pixels: [UInt8], caption: String) {
      self.width = width
      self.height = height
      self.channels = channels
      self.pixels = pixels
      self.caption = caption
    }
  }

  /// What it is, for data formats: "classes", "comparison", "help".
  public var kind: String
  public var blocks: [Block]
  public var synthetic: String?
  /// Named numbers and texts in it, for `expect` and data formats.
  public var fields: [(name: String, value: Scalar)]

  public init(
    kind: String, blocks: [Block], synthetic: String? = nil, fields: [(name: String, value: Scalar)] = []
  ) {
    self.kind = kind
    self.blocks = blocks
    self.synthetic = synthetic
    self.fields = fields
  }
}
