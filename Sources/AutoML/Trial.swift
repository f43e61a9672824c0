import Learning

/// How long a search goes on.
public enum SearchBudget: Sendable, Equatable, Codable {
  /// By the clock, the last fit on all rows included.
  case seconds(Double)
  /// So many trials, however long; what they cost is counted in operations, so the search can be repeated.
  case trials(Int)

  var seconds: Double? {
    if case .seconds(let seconds) = self { seconds } else { nil }
  }

  /// - Throws: `AutoMLError.noBudget`.
  func check() throws {
    switch self {
    case .seconds(let seconds): guard seconds > 0, seconds.isFinite else { throw AutoMLError.noBudget }
    case .trials(let count): guard count > 0 else { throw AutoMLError.noBudget }
    }
  }
}

/// One configuration tried.
public struct Trial: Sendable, Codable, Equatable {
  public let learner: String
  public let configuration: Configuration
  /// Training rows of a fit.
  public let rows: Int
  /// nil where it gave none.
  public let loss: Double?
  /// The mean loss over all splits, where it looked better than the best so far and was.
  public internal(set) var confirmedLoss: Double?
  /// The best such loss of the search up to and with this trial.
  public internal(set) var bestLoss: Double?
  /// Seconds, or units of 10⁹ operations under a budget of trials.
  public let cost: Double
  /// Why it gave no loss.
  public let problem: String?
}

/// Why a search ended.
public enum SearchEnd: String, Sendable, Codable {
  case budget
  /// Every configuration within reach was tried.
  case exhausted
  /// Somebody asked it to; the best until then is kept.
  case interruption
}
