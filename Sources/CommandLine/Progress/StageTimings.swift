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
  /// - Parameter style: of a terminal whose lines they must not be longer than; nil where lines may be as long as they are.
  mutating func take(within style: TerminalStyle? = nil) -> [String] {
    defer { entries = [] }
    return entries.map { entry in
      let times = entry.runs + entry.cached
      let total = entry.runs > 0 ? [NumberFormat.duration(seconds: entry.seconds)] : []
      let runs = times > 1 && entry.runs > 0 ? ["\(entry.runs) runs"] : []
      let cached = entry.cached > 0 ? [times > 1 ? "\(entry.cached) cached" : "cached"] : []
      return Self.line(entry.trace, (total + runs + cached).joined(separator: ", "), within: style)
    }
  }

  /// Where the terminal is narrow, columns come closer and the stage's text is cut, for its shape and time are the news.
  private static func line(_ trace: StageTrace, _ account: String, within style: TerminalStyle?) -> String {
    let step = sanitized(trace.step)
    let whole = "  " + [padded(step, 24), padded(trace.shape, 28), account].joined(separator: "  ")
    guard let style, displayWidth(whole) >= style.width else { return whole }
    // The last column stays free, two stand before and between the three; eight letters tell which stage it is.
    let least = min(8, displayWidth(step))
    let free = style.width - 1 - 6 - displayWidth(account)
    let most = max(20, free - least)
    let shape = style.fitted(trace.shape, to: min(max(20, displayWidth(trace.shape)), most))
    let room = free - displayWidth(shape)
    return "  " + [style.fitted(step, to: min(24, max(least, room))), shape, account].joined(separator: "  ")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }
}
