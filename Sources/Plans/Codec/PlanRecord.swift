import Basics
import Diagnostics

/// A plan as it stands in a file, in the experiment log, or in a message to another process.
///
/// The one form in which a plan outlasts the session that wrote it: stages by name with their arguments by name, and
/// what stages such as `tune` choose among. It needs no variable, no `def` and no parser. What comes back has the same
/// keys, so that it finds in a cache what the plan it was made of has put there, and the same words.
public struct PlanRecord: Sendable, Equatable, Codable {
  /// Raised whenever what is written changes its meaning.
  public static let currentFormat = 1

  public var format: Int
  public var steps: [StepRecord]

  public init(_ plan: Plan) {
    format = Self.currentFormat
    steps = plan.steps.map { StepRecord($0) }
  }

  /// Reads what `text` has written.
  /// - Throws: `UnreadablePlan` where it is something else.
  public init(text: String) throws(UnreadablePlan) {
    guard text.utf8.first == UInt8(ascii: "{") else {
      throw UnreadablePlan(reason: "it was written by an older version of mien")
    }
    do { self = try JSONValue(parsing: Array(text.utf8)).decoded() } catch {
      throw UnreadablePlan(reason: "it is damaged, or something else")
    }
  }

  /// One line of JSON.
  public var text: String {
    (try? JSONValue(encoding: self))?.text ?? ""
  }

  /// The plan, every stage looked up and its arguments bound anew, so that a record from elsewhere is checked as a script
  /// would be.
  /// - Parameter name: what errors in it are shown as standing in: a file, a run.
  /// - Throws: `UnreadablePlan`.
  public func plan(of catalogue: Catalogue, named name: String) throws(UnreadablePlan) -> Plan {
    guard format == Self.currentFormat else {
      throw UnreadablePlan(reason: "its plan has the format \(format), this version reads \(Self.currentFormat)")
    }
    var plan = Plan()
    for step in steps { plan.steps.append(try step.step(of: catalogue, named: name)) }
    return plan
  }
}

/// Why a plan that was written down cannot be had back.
public struct UnreadablePlan: Error, Sendable, Equatable {
  /// Goes on from "cannot be read: ".
  public let reason: String

  public init(reason: String) {
    self.reason = reason
  }
}
