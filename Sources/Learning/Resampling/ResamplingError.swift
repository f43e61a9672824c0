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

  public var code: String {
    switch self {
    case .targetAboveCount: "E0640"
    case .tooFewRows: "E0641"
    case .noCluster: "E0642"
    case .onlyNoise: "E0643"
    case .nothingLeft: "E0644"
    case .tooManyRows: "E0645"
    }
  }

  public var problem: String {
    switch self {
    case .targetAboveCount(let name, let rows, let target):
      "class '\(name)' has \(rows) rows, fewer than the \(target) asked for"
    case .tooFewRows(let rows, let neighbours, let method):
      "\(method) looks for \(neighbours) neighbours of a row, among \(rows) other\(rows == 1 ? "" : "s")"
    case .noCluster(let name, let neighbours):
      "no cluster holds enough of class '\(name)': a good share, and at least \(neighbours + 1) rows"
    case .onlyNoise(let name):
      "every support vector of class '\(name)' has none but rows of other classes around it"
    case .nothingLeft(let method): "\(method) would remove every row"
    case .tooManyRows(let rows, let gibibytes, let limit):
      "\(rows) new rows need \(gibibytes) GiB of memory; the limit is \(limit) GiB"
    }
  }

  public var remedy: String {
    switch self {
    case .targetAboveCount: "ask for at most as many rows as there are, or let the class grow by oversampling"
    case .tooFewRows(let rows, _, _): rows > 0 ? "use \(rows) neighbours or fewer" : "add rows"
    case .noCluster: "use fewer clusters, a smaller k, or plain `smote`"
    case .onlyNoise: "use `smote` or `borderline`"
    case .nothingLeft: "use fewer neighbours, or kind=mode"
    case .tooManyRows: "ask for fewer rows, or reduce the columns first, for example with `pca`"
    }
  }

  public var explanation: String {
    switch self {
    case .targetAboveCount: "Undersampling only removes rows. To have more rows of a class, use an oversampling step."
    case .tooFewRows: "A row is not its own neighbour, so n rows have at most n − 1 neighbours each."
    case .noCluster:
      "K-means SMOTE grows a class only in clusters where it is at home. When its rows are spread over many clusters, "
        + "none of them may hold enough."
    case .onlyNoise:
      "SVM-SMOTE grows a class from its support vectors, but leaves out those that lie alone among other classes, "
        + "because new rows there would only add confusion."
    case .nothingLeft:
      "Cleaning keeps a row that its neighbours agree with. Where classes overlap entirely, no row passes."
    case .tooManyRows:
      "New rows are made in memory, next to those that they are made from, and may take half of what the machine has. "
        + "Far more rows than a class has bring little in any case, because they lie between the same few rows."
    }
  }
}
