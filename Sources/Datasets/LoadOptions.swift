import Imaging

/// How a data set is to be read.
public struct LoadOptions: Sendable, Hashable {
  /// What happens to images that cannot be decoded.
  public enum BadFiles: Sendable, Hashable {
    /// Leave them out and list them, at most so many; nil for a share: 10% of a small set, 20 files of one of 200 to 2,000,
    /// 1% of a large one.
    case skip(limit: Int?)
    /// Stop at the first.
    case stop

    /// How many of `total` may be left out.
    func limit(of total: Int) -> Int {
      switch self {
      case .skip(let limit?): max(0, limit)
      case .skip(nil): max(1, total / 100, min(20, total / 10))
      case .stop: 0
      }
    }
  }

  /// The column of a table that holds the classes; nil to find it by its name.
  public var labelColumn: String?
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
}
