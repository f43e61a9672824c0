import Diagnostics
import Plans

/// What came of running a scored plan again.
public struct Verification: Sendable {
  public enum Outcome: Sendable {
    /// Every prediction and every metric, bit for bit.
    case same
    /// Not the same, and nothing says that it should be: a search ended by the clock.
    case unpromised
    case different
  }

  public var document: Document
  public var outcome: Outcome

  public var isSame: Bool { outcome == .same }
}

extension Session {
  /// Runs a plan that was scored before again, with nothing from any cache, and compares bit for bit.
  /// - Parameter target: a run of the experiment log, by its first digits, or a result that `save` wrote.
  /// - Throws: `Diagnostic` where there is no such run, or a stage fails.
  public func verify(_ target: String) throws -> Verification {
    let (expected, plan) = try scored(target)
    var settings = settings
    settings.seed = expected.seed
    let executor = Executor(
      catalogue: catalogue, cache: MatrixCache(budget: cache.budget), experimentLog: SessionExperimentLog(),
      settings: settings,
      observer: observer, isInterrupted: isInterrupted)
    guard let result = try executor.run(plan).payload.as(EvaluationResult.self) else { throw unknownRun(target) }
    return verification(
      of: expected, against: RunRecord(result), timed: plan.steps.first { $0.stage.endsByTheClock }?.text)
  }

  private func scored(_ target: String) throws -> (RunRecord, Plan) {
    if target.contains(where: { $0 == "." || $0 == "/" }) {
      let path = target.filter { $0 != "\"" && $0 != "\\" && $0 != "{" }
      guard let result = try value(of: "open \"\(path)\"", named: target).payload.as(EvaluationResult.self) else {
        throw unknownRun(target)
      }
      return (RunRecord(result), result.plan)
    }
    let runs = experimentLog.runs().filter { !target.isEmpty && $0.id.hexadecimal.hasPrefix(target.lowercased()) }
    guard runs.count == 1 else { throw unknownRun(target, among: runs) }
    return (runs[0], try plan(of: runs[0]))
  }

  private func plan(of run: RunRecord) throws -> Plan {
    let name = "run \(run.shortID)"
    do throws(UnreadablePlan) {
      return try PlanRecord(text: run.program).plan(of: catalogue, named: name)
    } catch {
      throw Diagnostic(
        .unknownRun, "\(name) cannot be read: \(error.reason)",
        notes: ["it was: \(run.planText)", "run that line again to have it in a form that this version reads"])
    }
  }

  private func value(of text: String, named name: String) throws -> PlanValue {
    let source = SourceText(name: name, text: text)
    guard let pipeline = firstPipeline(of: source) else { throw unknownRun(name) }
    return try value(of: pipeline, in: source, Scope(library: scope.library))
  }

  private func unknownRun(_ target: String, among runs: [RunRecord] = []) -> Diagnostic {
    Diagnostic(
      .unknownRun, runs.isEmpty ? "there is no run '\(target)'" : "several runs begin with '\(target)'",
      notes: runs.isEmpty
        ? ["`mien -e runs` lists all; a file is named with its folder or ending"]
        : runs.prefix(5).map { "\($0.shortID): \($0.planText)" })
  }
}

/// - Parameter timed: a step of the plan that the clock ends.
func verification(of expected: RunRecord, against found: RunRecord, timed: String?) -> Verification {
  var differences: [String] = []
  if expected.dataFingerprint != found.dataFingerprint {
    differences.append("the data have changed: \(expected.dataFingerprint) then, \(found.dataFingerprint) now")
  }
  if expected.testRows != found.testRows { differences.append("the test rows differ") }
  if expected.evaluation != found.evaluation {
    differences.append("evaluation: \(expected.evaluation) then, \(found.evaluation) now")
  }
  let missing = found.metrics.map(\.name).filter { name in !expected.metrics.contains { $0.name == name } }
  if !missing.isEmpty { differences.append("nothing was written of \(missing.joined(separator: ", "))") }
  let isSameWork = differences.isEmpty
  if expected.version != found.version {
    differences.append("it was made by mien \(expected.version); this is \(found.version)")
  }
  let samePredictions = expected.predictions == found.predictions
  if !samePredictions { differences.append("predictions differ") }
  let unequal = expected.metrics.filter { metric in
    guard let other = found.metrics.first(where: { $0.name == metric.name }) else { return true }
    return !isSameBits([metric.value] + metric.perFold, [other.value] + other.perFold)
  }
  for metric in unequal {
    let now = found.metrics.first { $0.name == metric.name }?.value
    differences.append("\(metric.name): \(metric.value) then, \(now.map { "\($0)" } ?? "nothing") now")
  }
  let isSame = isSameWork && samePredictions && unequal.isEmpty
  let outcome: Verification.Outcome = isSame ? .same : isSameWork && timed != nil ? .unpromised : .different
  let folds = expected.metrics.first?.perFold.count ?? 0
  let verdict =
    switch outcome {
    case .same:
      "the same, bit for bit: all predictions on \(folds) split\(folds == 1 ? "" : "s"), "
        + "\(expected.metrics.count) metrics"
    case .unpromised: "not the same, which a search by time need not be"
    case .different: "NOT the same"
    }
  if !isSame, let timed {
    differences.append(
      "'\(timed)' searches until its time is over and may end elsewhere each time; a search of so many trials can be "
        + "verified")
  }
  return Verification(
    document: Document(
      kind: "verification",
      blocks: [.text("run \(expected.shortID): \(expected.planText)"), .text(verdict)]
        + differences.map { .text("  \($0)") },
      synthetic: found.synthetic, fields: [("same", .boolean(isSame)), ("promised", .boolean(timed == nil))]),
    outcome: outcome)
}

private func isSameBits(_ a: [Double], _ b: [Double]) -> Bool {
  // What is missing is missing, whichever way.
  a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
}
