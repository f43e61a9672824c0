import Numerics

/// What can be wrong with resampling, beyond what `LearningError` tells.
public enum ResamplingError: ExplainableError, Equatable {
  /// An undersampling target above the rows that a class has.
  case targetAboveCount(name: String, rows: Int, target: Int)
  /// Neighbours are looked for among too few rows.
  case tooFewRows(rows: Int, neighbours: Int, method: String)
  /// No cluster holds enough rows of a class to grow it there.
  case noCluster(name: String, neighbours: Int)
  /// Every support vector of a class lies among rows of other classes.
  case onlyNoise(name: String)
  /// A cleaning method would have removed every row.
  case nothingLeft(method: String)
  /// New rows that would not fit into memory.
  case tooManyRows(rows: Int, gibibytes: Int, limit: Int)

  public static let samples: [Self] = [
    .targetAboveCount(name: "fear", rows: 1, target: 6), .tooFewRows(rows: 1, neighbours: 5, method: "borderline"),
    .noCluster(name: "fear", neighbours: 5), .onlyNoise(name: "fear"), .nothingLeft(method: "enn"),
    .tooManyRows(rows: 1_000_000_000, gibibytes: 92, limit: 11),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .targetAboveCount(let name, let rows, let target):
      ErrorEntry(
        "E0640", "class '\(name)' has \(rows) rows, fewer than the \(target) asked for",
        remedy: "ask for at most as many rows as there are, or let the class grow by oversampling",
        explanation: "Undersampling only removes rows. To have more rows of a class, use an oversampling step.")
    case .tooFewRows(let rows, let neighbours, let method):
      ErrorEntry(
        "E0641", "\(method) looks for \(neighbours) neighbours of a row, among \(rows) other\(rows == 1 ? "" : "s")",
        remedy: rows > 0 ? "use \(rows) neighbours or fewer" : "add rows",
        explanation: "A row is not its own neighbour, so n rows have at most n − 1 neighbours each.")
    case .noCluster(let name, let neighbours):
      ErrorEntry(
        "E0642", "no cluster holds enough of class '\(name)': a good share, and at least \(neighbours + 1) rows",
        remedy: "use fewer clusters, a smaller k, or plain SMOTE",
        explanation: "K-means SMOTE grows a class only in clusters where it is at home. When its rows are spread over "
          + "many clusters, none of them may hold enough.")
    case .onlyNoise(let name):
      ErrorEntry(
        "E0643", "every support vector of class '\(name)' has none but rows of other classes around it",
        remedy: "use plain or borderline SMOTE",
        explanation: "SVM-SMOTE grows a class from its support vectors, but leaves out those that lie alone among "
          + "other classes, because new rows there would only add confusion.")
    case .nothingLeft(let method):
      ErrorEntry(
        "E0644", "\(method) would remove every row", remedy: "use fewer neighbours, or kind=mode",
        explanation: "Cleaning keeps a row that its neighbours agree with. Where classes overlap entirely, no row "
          + "passes.")
    case .tooManyRows(let rows, let gibibytes, let limit):
      ErrorEntry(
        "E0645", "\(rows) new rows need \(gibibytes) GiB of memory; the limit is \(limit) GiB",
        remedy: "ask for fewer rows, or reduce the columns first, for example to principal components",
        explanation: "New rows are made in memory, next to those that they are made from, and may take half of what "
          + "the machine has. Far more rows than a class has bring little in any case, because they lie between the "
          + "same few rows.")
    }
  }
}
