import Basics
import CommandLine
import Diagnostics
import Interpreter
import Numerics
import Plans
import Rendering
import Syntax

/// Runs one state of a script after another in one session, and tells the page what comes of it. Belongs to one thread.
final class ScriptReplay {
  /// What a statement gave, as long as something like it may be wanted again.
  private struct Kept {
    var ran: RanStatement
    var content: String
    var notes: [String]
    /// What its readers took, which no cache keeps.
    var readingSeconds: Double
    /// How often something had been scored by then.
    var scorings: Int
    /// Counts states of the script, to forget what none has wanted for long.
    var lastUse: Int
  }

  private let session: Session
  private let settings: RunSettings
  private let page: Page
  private var costs: CostBook
  private var kept: [Digest: Kept] = [:]
  private var turn = 0
  /// Counts statements that scored something new.
  private var scorings = 0
  /// The names of the script when it could last be read whole.
  private var lastNames: Set<String> = []
  /// Of states of the script that are not there any more, what is still kept, for whoever goes back to one.
  private static let memory = 32

  init(host: Host, page: Page, isStopped: @escaping @Sendable () -> Bool) {
    session = host.session(isInterrupted: isStopped)
    settings = host.options.runSettings
    self.page = page
    costs = CostBook(runs: session.experimentLog.runs())
  }

  /// Keeps what the store has not written yet.
  func end() { session.store?.flush() }

  /// Brings the page up to a state of the script.
  /// - Parameter goesOn: told the name of each statement before it runs; false where there is another state by now, or the
  ///   end has come.
  func replay(_ outline: ScriptOutline, goesOn: (Digest) -> Bool) {
    turn += 1
    session.beginAgain(with: settings)
    var missing = MissingResults(outline, telling: page, problems: session.check(outline.source), lastNames: &lastNames)
    tellCosts(outline)
    guard walk(outline, &missing, recounts: false, goesOn) else { return }
    // Every plan that is scored adds to how often a test has been looked at, which results say that were there before:
    // those are asked again once all have been scored.
    if outline.statements.contains(where: { kept[$0.key].map(isOutdated) ?? false }) {
      session.beginAgain(with: settings)
      guard walk(outline, &missing, recounts: true, goesOn) else { return }
    }
    forget(outline)
    let failures = page.blocks.count { !$0.problem.isEmpty }
    page.tell(failures == 0 ? "up to date" : "\(failures) to mend", isBusy: false)
  }

  /// - Parameter recounts: whether only what is outdated is asked again.
  /// - Returns: false where there is another state of the script by now.
  private func walk(
    _ outline: ScriptOutline, _ missing: inout MissingResults, recounts: Bool, _ goesOn: (Digest) -> Bool
  ) -> Bool {
    for (index, statement) in outline.statements.enumerated() {
      guard goesOn(statement.key) else { return false }
      guard !missing.stops(index, of: outline, telling: page) else { continue }
      if let known = kept[statement.key], !recounts || !isOutdated(known) {
        session.putBack(known.ran)
        show(known, index, outline, "kept: nothing that it depends on has changed")
        continue
      }
      do {
        try run(index, outline, isQuiet: recounts)
      } catch is Interrupted {
        page.update(index, of: outline) { ($0.state, $0.status) = (.stale, "stopped: the script has changed") }
        return false
      } catch {
        let problem = ProblemReporter.text(of: error)
        page.update(index, of: outline) { ($0.state, $0.problem, $0.status) = (.failed, problem, "failed") }
        missing.enter(index, statement)
      }
    }
    return true
  }

  // MARK: One statement

  private func run(_ index: Int, _ outline: ScriptOutline, isQuiet: Bool) throws {
    let key = outline.statements[index].key
    let progress = StatementProgress { [page] line in
      page.update(index, of: outline) { ($0.state, $0.status) = (.running, line) }
    }
    session.observer = progress
    if !isQuiet {
      session.sweepWillRun = { [page] sweep in
        progress.follow(sweep) { rows in page.update(index, of: outline) { $0.growing = rows } }
      }
    }
    progress.start()
    defer {
      // Also where it was stopped: a sweep has scored what it had finished.
      if progress.account.hasScored { scorings += 1 }
      session.sweepWillRun = nil
      progress.stop(notes: [])
      session.observer = SilentObserver()
    }
    if !isQuiet, !outline.statements[index].isSilent {
      page.update(index, of: outline) { ($0.state, $0.status) = (.running, "running" + Self.cost(in: $0.status)) }
    }
    let ran = try session.runOne(outline.script.statements[index], of: outline.source)
    progress.stop(notes: ran.outcome.notes)
    let account = progress.account
    if let value = ran.value { costs.enter(value) }
    let seconds = ran.value?.seconds ?? 0
    let isRead = ran.leavesValue && !(outline.statements[index].reads.isEmpty && ran.value?.grid == nil)
    let known = Kept(
      ran: ran, content: Self.content(of: ran.outcome), notes: account.notes,
      readingSeconds: max(0, seconds - account.ranSeconds), scorings: scorings + (account.hasScored ? 1 : 0),
      lastUse: turn)
    // A command asks the session how it stands, which nothing in the script tells.
    if ran.leavesValue { kept[key] = known }
    show(known, index, outline, isQuiet ? nil : account.source(seconds: seconds, isRead: isRead))
  }

  /// - Parameter status: nil leaves what was said of where the result came from.
  private func show(_ known: Kept, _ index: Int, _ outline: ScriptOutline, _ status: String?) {
    let statement = outline.statements[index]
    kept[statement.key]?.lastUse = turn
    let earlier = page.shown(index, of: outline).flatMap { $0 == statement.key ? nil : kept[$0]?.ran.value?.grid }
    let why = account(of: known.ran, earlier)
    page.update(index, of: outline) { block in
      let isAsItWas = block.state == .current && block.shown == statement.key && block.content == known.content
      (block.problem, block.growing, block.state) = ("", "", .current)
      guard !isAsItWas else { return }
      (block.shown, block.shownReads, block.content) = (statement.key, statement.reads, known.content)
      guard let status else { return }
      (block.notes, block.status, block.why) = (known.notes, status, why)
    }
  }

  /// What ran for it and why; also what differs from the result that the page showed before.
  private func account(of ran: RanStatement, _ earlier: PlanGrid?) -> String {
    guard ran.leavesValue, var value = ran.value, !value.trace.isEmpty else { return "" }
    value.earlier = earlier
    return HTMLReport().text(of: .shown(PlanValue(session.account(of: value))))
  }

  static func content(of outcome: Outcome) -> String {
    switch outcome {
    case .shown(let value): HTMLReport().text(of: .shown(value))
    case .bound(let name, let value): HTMLReport().text(of: .bound(name: name, value))
    case .defined, .done: ""
    }
  }

  /// Whether a value that is kept may say how often a test had been looked at, when that was, and is cheap to ask again.
  private func isOutdated(_ known: Kept) -> Bool {
    known.scorings != scorings && known.readingSeconds < 0.5
      // What has no plan of its own, such as a comparison, is made of what has.
      && known.ran.value?.grid?.combinations.contains { $0.plan.modelIndex != nil } ?? true
  }

  private func forget(_ outline: ScriptOutline) {
    let wanted = outline.keys
    let others = kept.filter { !wanted.contains($0.key) }.sorted { $0.value.lastUse > $1.value.lastUse }
    for (key, _) in others.dropFirst(Self.memory) { kept[key] = nil }
  }

  private func tellCosts(_ outline: ScriptOutline) {
    for (index, outlook) in session.outlooks(of: outline.script).enumerated()
    where kept[outline.statements[index].key] == nil {
      let cost: String
      switch costs.cost(of: outlook.plans) {
      case nil: continue
      case .cached?: cost = "nothing, it is in the cache"
      case .seconds(let seconds)?: cost = "about \(NumberFormat.duration(seconds: seconds)) at most"
      }
      page.update(index, of: outline) { if $0.state == .stale { $0.status += Self.costMark + cost } }
    }
  }

  private static let costMark = "; will take: "

  private static func cost(in status: String) -> String {
    let parts = status.split(separator: Self.costMark, maxSplits: 1)
    return parts.count == 2 ? ", \(parts[1])" : ""
  }
}
