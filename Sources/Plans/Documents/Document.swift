import Basics
import Drawing

/// Something to read, as data: who shows it decides how it looks.
public struct Document: Sendable {
  /// A part of it. Closed, so that every format can show every document; what is new lowers itself to these
  /// (`DocumentBlock`).
  public enum Block: Sendable {
    case heading(String)
    /// A paragraph, broken between words where it is too wide.
    case text(String)
    /// Lines that stand as they are.
    case lines([StyledLine])
    case table(Table)
    /// A table whose texts are as they are read already.
    case layout(TableLayout)
    /// Labelled lengths; a second number is drawn behind the first (train and test).
    case bars([Bar])
    case pictures([Picture])
    case confusion(classNames: [String], counts: [[Int]])
    case custom(any DocumentBlock)
  }

  /// What it is, for data formats: "classes", "comparison", "help".
  public var kind: String
  public var blocks: [Block]
  public var synthetic: String?
  /// Named numbers and texts in it, for `expect` and data formats.
  public var fields: [(name: String, value: Scalar)]
  /// What else must be known to read it, a sentence each, below it.
  public var notes: [String]
  /// How it was made, a line each, below everything.
  public var provenance: [ProvenanceLine]

  public init(
    kind: String, blocks: [Block], synthetic: String? = nil, fields: [(name: String, value: Scalar)] = [],
    notes: [String] = [], provenance: [ProvenanceLine] = []
  ) {
    self.kind = kind
    self.blocks = blocks
    self.synthetic = synthetic
    self.fields = fields
    self.notes = notes
    self.provenance = provenance
  }
}

/// A line of runs of text, each plain or standing out.
public struct StyledLine: Sendable, Equatable {
  public struct Run: Sendable, Equatable {
    public enum Weight: String, Sendable {
      case plain, strong
      /// What can be passed over.
      case faint
    }

    public let text: String
    public let weight: Weight

    public init(_ text: String, _ weight: Weight = .plain) {
      self.text = text
      self.weight = weight
    }
  }

  public let runs: [Run]

  public init(_ runs: [Run]) {
    self.runs = runs
  }

  public init(_ text: String, _ weight: Run.Weight = .plain) {
    runs = [Run(text, weight)]
  }

  /// Without emphasis.
  public var text: String { runs.map(\.text).joined() }
}

/// A part of a document of a kind of its own, such as a chart: it says what it is in parts that every format knows, and
/// may bring forms that some formats can show as they are.
public protocol DocumentBlock: Sendable {
  /// For data formats: "curve".
  var name: String { get }
  /// The same in other blocks: what formats show that do not know it better. It must hold all that matters.
  var lowered: [Document.Block] { get }
  /// What it is as data, beside its name.
  var members: [JSONValue.Member] { get }
  /// The same in another form, such as SVG for a page; nil where it has none.
  func form(_ type: MediaType) -> String?
  /// What is drawn in its place wherever pictures can be; nil where it is none.
  var chart: Chart? { get }
}

extension DocumentBlock {
  public var members: [JSONValue.Member] { [.init(name: "blocks", value: .array(lowered.map(\.json)))] }
  public func form(_ type: MediaType) -> String? { nil }
  public var chart: Chart? { nil }
}

/// In what form something is written, by its registered name (RFC 6838).
public struct MediaType: Sendable, Hashable {
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  public static let plainText = MediaType("text/plain")
  public static let html = MediaType("text/html")
  public static let markdown = MediaType("text/markdown")
  public static let latex = MediaType("text/latex")
  public static let csv = MediaType("text/csv")
  public static let json = MediaType("application/json")
  public static let svg = MediaType("image/svg+xml")
}
