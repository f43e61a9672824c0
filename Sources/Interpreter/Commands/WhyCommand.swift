import Diagnostics
import Plans

/// `why base`.
struct WhyCommand: Command {
  static let declaration = Declaration(
    "why", "Tells which stages ran for a value, which came from the cache, and why.", takes: .nothing,
    gives: .document,
    discussion: """
      A stage's work is kept under its name, version and arguments, everything before it, the rows it learnt from and \
      the seed. Where all of these are as they were, it is not done again. The first line names what has changed since \
      the variable's value before, or since the result before it.
      """, searchTerms: ["cache", "trace", "provenance"],
    examples: [Example("x = faces n=20 subjects=4 | lbp\nwhy x", shows: "lbp")])

  @Parameter("the variable to tell about; the last result if left out", positional: true) var value: ValueParameter? =
    nil

  func run(in session: Session, at location: Location) throws -> any Payload {
    guard let value = value?.value ?? session.value(named: "_") else {
      throw session.nothingToContinue(location)
    }
    return Self.document(on: value)
  }

  /// What is told of a value.
  static func document(on value: PlanValue) -> Document {
    let accounts = merged(value.trace)
    let rows = accounts.map { account in
      Table.Row([.text(account.step), .text(account.account), .text(account.reason), .text(account.shape)])
    }
    return Document(
      kind: "why",
      blocks: [
        .heading(value.programText), .text(summary(of: value, accounts)),
        .table(Table(columns: ["stage", "what happened", "because", "gave"], rows: rows)),
      ])
  }

  /// "pca.k 20 → 50; lbp from the cache"
  private static func summary(of value: PlanValue, _ accounts: [StageAccount]) -> String {
    var parts: [String] = []
    if let grid = value.grid, let earlier = value.earlier {
      let changes = grid.changes(since: earlier)
      parts += changes.isEmpty ? ["the same plan as before"] : changes
    }
    let cached = accounts.filter { $0.ran == 0 }.map(\.step)
    if accounts.isEmpty {
      parts.append("nothing ran for it")
    } else if cached.count == accounts.count {
      parts.append("everything from the cache")
    } else if !cached.isEmpty {
      parts.append("\(cached.joined(separator: ", ")) from the cache")
    } else {
      parts.append("nothing of it was in the cache")
    }
    return parts.joined(separator: "; ")
  }

  /// All runs of one stage in one line.
  private static func merged(_ traces: [StageTrace]) -> [StageAccount] {
    var accounts: [StageAccount] = []
    for trace in traces {
      if let index = accounts.firstIndex(where: { $0.step == trace.step }) {
        accounts[index].add(trace)
      } else {
        accounts.append(StageAccount(trace))
      }
    }
    return accounts
  }
}

/// One stage over all the splits it was run for.
private struct StageAccount {
  let step: String
  var ran = 0
  var cached = 0
  var seconds = 0.0
  var shape: String
  var learns: Bool
  /// What of the work was there already, and in how many runs.
  var shared: String?
  var sharing = 0

  init(_ trace: StageTrace) {
    step = trace.step
    shape = trace.shape
    learns = trace.splitName != nil
    add(trace)
  }

  mutating func add(_ trace: StageTrace) {
    if !trace.shape.isEmpty { shape = trace.shape }
    if let what = trace.shared {
      shared = what
      sharing += 1
    }
    switch trace.source {
    case .cached: cached += 1
    case .ran(let seconds):
      ran += 1
      self.seconds += seconds
    }
  }

  var account: String {
    let time = "\(Scalar.number((seconds * 1000).rounded() / 1000).text) s"
    return switch (ran, cached) {
    case (0, 1): "from the cache"
    case (0, let cached): "\(cached) times from the cache"
    case (1, 0): "ran, \(time)"
    case (let ran, 0): "ran \(ran) times, \(time)"
    case (1, let cached): "ran once, \(time); \(cached == 1 ? "once" : "\(cached) times") from the cache"
    case (let ran, let cached): "ran \(ran) times, \(time); \(cached == 1 ? "once" : "\(cached) times") from the cache"
    }
  }

  var reason: String {
    if ran == 0 { return shape.isEmpty ? "what is made from it was there" : "nothing before it has changed" }
    let reason = learns ? "new to these training rows, arguments and seed" : "new with these arguments"
    guard let shared else { return reason }
    return "\(reason); \(shared) shared with other arguments\(sharing < ran ? " in \(sharing) of \(ran) runs" : "")"
  }
}
