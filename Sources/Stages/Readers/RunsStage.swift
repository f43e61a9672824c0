import Evaluation
import Plans

/// `runs | where (macro_f1 > 0.5) | sort macro_f1`
struct RunsStage: ReaderStage {
  static let declaration = Declaration(
    "runs", "Lists every plan that was ever scored, from the lab book.", takes: .nothing, gives: .table,
    discussion: """
      Each plan that is scored is written into a lab book, which lies beside the cache and outlasts it: what was run, on \
      which data, with which seed and version, how well it did, how long it took, and the how-manieth plan it was on its \
      test rows. A score that is the best of fifty is worth less than one that was the first. `mien verify RUN` makes a \
      run again and compares it bit for bit.
      """,
    searchTerms: ["history", "log", "experiments", "lab", "book", "journal"],
    examples: [Example("faces n=80 subjects=16 intensity=1 | lbp | svm linear\nruns", shows: "svm linear")])

  private static let leading = ["run", "when", "plan"]
  private static let trailing = ["data", "seed", "look", "seconds", "version"]

  func columns(from columns: [String]) -> [String]? {
    Self.leading + Metric.headline.map(\.name) + Self.trailing
  }

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let rows = context.experimentLog.runs().map { run -> Table.Row in
      let leading: [Scalar] = [.text(run.shortID), .text(utcText(run.time)), .text(run.planText)]
      let metrics = Metric.headline.map { metric -> Scalar in
        run.metrics.first { $0.name == metric.name }.map { .number($0.value) } ?? .missing
      }
      let trailing: [Scalar] = [
        .text(run.synthetic ?? run.data), .number(Double(run.seed)), .number(Double(run.ordinal)),
        .number(run.seconds), .text(run.version),
      ]
      return .init(leading + metrics + trailing)
    }
    return Table(columns: columns(from: []) ?? [], rows: rows)
  }
}

/// Seconds since 1970 as `2026-03-01 14:05`, in universal time; – for none.
func utcText(_ time: Int) -> String {
  guard time > 0 else { return "–" }
  let (days, seconds) = (time / 86_400, time % 86_400)
  // Days since 1 March of year 0, so that a leap day ends a year: Howard Hinnant's algorithm for civil dates.
  let shifted = days + 719_468
  let era = shifted / 146_097
  let dayOfEra = shifted % 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * month + 2) / 5 + 1
  let civilMonth = month < 10 ? month + 3 : month - 9
  let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
  let parts = [civilMonth, day, seconds / 3600, seconds / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
  return "\(year)-\(parts[0])-\(parts[1]) \(parts[2]):\(parts[3])"
}
