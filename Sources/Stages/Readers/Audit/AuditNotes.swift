import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// What must be known to read an audit: whom it says nothing about, and why; and what is known of the result itself.
struct AuditNotes {
  let texts: [String]

  init(
    _ result: EvaluationResult, _ groups: ResultGroups, _ audit: GroupAudit, _ recalls: GroupRates?, _ metric: Metric,
    otherClasses: [String], _ context: ReaderContext
  ) throws {
    let large = audit.groups.filter { !$0.isSmall }
    let own =
      groups.missingNote(skipped: "take no part") + Self.small(audit) + Self.single(large, groups)
      + Self.withoutClass(recalls) + otherClasses
      + (try Self.neverLearnt(result, groups, context)) + Self.folds(result, metric)
    texts = own + result.notes.filter { !own.contains($0) }
  }

  private static func small(_ audit: GroupAudit) -> [String] {
    let small = audit.groups.filter(\.isSmall).map { "\($0.name) (\($0.rows))" }
    return small.isEmpty
      ? [] : ["fewer than \(GroupAudit.fewRows) rows, so shown and never compared: \(listedGroups(small))"]
  }

  private static func single(_ large: [GroupAudit.Group], _ groups: ResultGroups) -> [String] {
    if groups.areSubjects {
      return ["each group is one person: intervals are for other pictures like these of that person, not for others"]
    }
    let single = large.filter { $0.subjects == 1 }.map(\.name)
    return single.isEmpty
      ? [] : ["rows of one subject alone, which tells nothing about others: \(listedGroups(single))"]
  }

  private static func withoutClass(_ recalls: GroupRates?) -> [String] {
    let missing = (recalls?.classes ?? []).flatMap { ofClass in
      ofClass.groups.filter { $0.positives == 0 }.map { "\(ofClass.name) in \($0.group)" }
    }
    return missing.isEmpty ? [] : ["no test row, so that recall is unknown: \(listedGroups(missing))"]
  }

  /// Groups that a model is asked about and never saw. Where a saved result's data cannot be had again, nobody knows.
  private static func neverLearnt(
    _ result: EvaluationResult, _ groups: ResultGroups, _ context: ReaderContext
  ) throws -> [String] {
    guard !groups.areSubjects, !groups.areClasses else { return [] }
    let metadata: RowMetadata
    do { metadata = try context.metadata(result.plan) } catch let error as Interrupted { throw error } catch {
      return []
    }
    guard let all = try? groups.regrouped(metadata) else { return [] }
    return all.onlyInTest(result.outcomes.map(\.split), "the model learnt from none of them")
  }

  private static func folds(_ result: EvaluationResult, _ metric: Metric) -> [String] {
    guard result.outcomes.count > 1 else { return [] }
    return [
      "\(metric.title) of all test rows of the \(result.outcomes.count) splits together, where a report gives means over them"
    ]
  }
}
