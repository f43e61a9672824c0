import Basics
import Graphics
import Plans
import Rendering

/// How long stages took: one line each, those that ran for several splits in one line together.
struct StageTimings {
  private struct Entry {
    var trace: StageTrace
    var runs = 0
    var cached = 0
    var seconds = 0.0
  }

  private var entries: [Entry] = []

  mutating func add(_ trace: StageTrace) {
    let index = entries.firstIndex { $0.trace.step == trace.step } ?? entries.count
    if index == entries.count { entries.append(Entry(trace: trace)) }
    entries[index].trace = trace
    if case .ran(let seconds) = trace.source {
      entries[index].runs += 1
      entries[index].seconds += seconds
    } else {
      entries[index].cached += 1
    }
  }

  /// The lines since the last call.
  mutating func take() -> [String] {
    defer { entries = [] }
    return entries.map { entry in
      let times = entry.runs + entry.cached
      let total = entry.runs > 0 ? [NumberFormat.duration(seconds: entry.seconds)] : []
      let runs = times > 1 && entry.runs > 0 ? ["\(entry.runs) runs"] : []
      let cached = entry.cached > 0 ? [times > 1 ? "\(entry.cached) cached" : "cached"] : []
      return Self.line(entry.trace, (total + runs + cached).joined(separator: ", "))
    }
  }

  private static func line(_ trace: StageTrace, _ account: String) -> String {
    "  " + [padded(sanitized(trace.step), 24), padded(trace.shape, 28), account].joined(separator: "  ")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }
}
