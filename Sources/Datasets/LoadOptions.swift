import Imaging

/// How a data set is to be read.
public struct LoadOptions: Sendable, Hashable {
  /// What happens to images that cannot be decoded.
  public enum BadFiles: Sendable, Hashable {
    /// Leave them out and list them, at most so many; nil for a share: 10% of a small set (none of
    /// one below ten), 20 files of one of 200 to 2,000, 1% of a large one.
    case skip(limit: Int?)
    /// Stop at the first.
    case stop

    /// How many of `total` may be left out.
    func limit(of total: Int) -> Int {
      switch self {
      case .skip(let limit?): max(0, limit)
      case .skip(nil): max(total / 100, min(20, total / 10))
      case .stop: 0
      }
    }
  }

  /// The column of a table that holds the classes; nil to find it by its name.
  public var labelColumn: String?
  /// Whether a column is looked for that holds the classes.
  public var hasLabels = true
  /// The column of a table, or the array, that holds who is in each row; nil to find it by its name.
  public var subjectColumn: String?
  /// Columns that are known of the rows and are no features, beside those of text.
  public var attributeColumns: [String] = []
  /// Columns that are left out.
  public var dropColumns: [String] = []
  /// A column of numbers to be predicted or explained, in place of labels.
  public var targetColumn: String?
  /// What stands between the fields of a table, as a byte of ASCII; nil for what its first line tells.
  public var separator: UInt8?
  public var badFiles: BadFiles
  /// Whether pictures are turned as their camera says.
  public var orientation = StoredOrientation.upright
  /// What the set is called in `sources`; nil for its registered name, or that of its file or folder.
  public var name: String?
  /// The folder in which relative paths begin; nil for the current one.
  public var baseFolder: String?
  /// The most memory that the rows may take.
  public var maximumBytes: Int

  /// - Parameter maximumBytes: nil for three quarters of the machine's memory.
  public init(
    labelColumn: String? = nil, badFiles: BadFiles = .skip(limit: nil), name: String? = nil, baseFolder: String? = nil,
    maximumBytes: Int? = nil
  ) {
    self.labelColumn = labelColumn
    self.badFiles = badFiles
    self.name = name
    self.baseFolder = baseFolder
    self.maximumBytes = maximumBytes ?? Memory.limit
  }

  /// Whether it says what columns are for, which a layout of its own then cannot tell better.
  var namesColumns: Bool { !hasLabels || labelColumn != nil || targetColumn != nil || !namedColumns.isEmpty }

  /// Every column that has to be there, with the parameter that named it.
  var namedColumns: [(parameter: String, name: String)] {
    (subjectColumn.map { [("subject", $0)] } ?? []) + attributeColumns.map { ("attributes", $0) }
      + dropColumns.map { ("drop", $0) } + (targetColumn.map { [("target", $0)] } ?? [])
  }
}
