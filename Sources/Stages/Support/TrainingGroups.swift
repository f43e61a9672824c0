import Basics
import Evaluation
import Numerics
import Samples

/// The groups of training rows that a mitigation treats differently: two at least and not too many, whatever the class is that
/// may be crossed with them.
struct TrainingGroups {
  /// By all that is named.
  let grouping: Grouping
  /// Classes that a group has no row of, though another has: "sad in m". Of groups of people, whatever class is crossed.
  let lacking: [LackingClass]
  private let found: RowGroups
  /// What makes groups of them: all names but the class.
  private let people: [String]

  /// - Throws: as `RowGroups`; `EvaluationError.noGroup` where no row is of a known group, `MitigationError.oneGroup`,
  ///   `AuditError.tooManyGroups`.
  init(_ metadata: RowMetadata, by names: [String], _ missing: MissingGroups) throws {
    found = try RowGroups([metadata], by: names, missing, of: .training)
    grouping = found.crossed
    people = zip(names, found.roles).filter { $1 != .label }.map(\.0)
    let groups =
      people.isEmpty || people == names
      ? grouping : try RowGroups([metadata], by: people, missing, of: .training).crossed
    guard let first = groups.codes.lazy.compactMap({ $0 }).first else { throw EvaluationError.noGroup }
    let title = people.joined(separator: " and ")
    if !people.isEmpty, groups.codes.allSatisfy({ $0 == nil || $0 == first }) {
      throw MitigationError.oneGroup(name: groups.names[first], by: title)
    }
    let limit = ResultGroups.mostGroups(areSubjects: found.roles.contains(.subject))
    guard groups.names.count <= limit else {
      throw AuditError.tooManyGroups(count: groups.names.count, by: title, limit: limit, rows: .training)
    }
    lacking = people.isEmpty ? [] : Self.lacking(groups, metadata.knownLabels)
  }

  static func lacking(_ groups: Grouping, _ labels: Labels?) -> [LackingClass] {
    guard let labels else { return [] }
    let classes = labels.names.count
    var counts = [Int](repeating: 0, count: groups.names.count * classes)
    for (code, group) in zip(labels.codes, groups.codes) { if let group { counts[group * classes + code] += 1 } }
    let shown = labels.counts
    return counts.indices.filter { counts[$0] == 0 && shown[$0 % classes] > 0 }
      .map { LackingClass(group: groups.names[$0 / classes], name: labels.names[$0 % classes]) }
  }

  /// The name among them that is the class.
  var className: String? { zip(found.names, found.roles).first { $1 == .label }?.0 }

  /// Whether a group is one person, of whom nobody expects that each shows everything.
  private var arePeople: Bool { found.roles.contains(.subject) }

  /// That every group has rows of every class, where what follows cannot do without.
  /// - Parameter groups: those that it matters of; nil for all.
  /// - Throws: `GroupsError.withoutClass`.
  func requireClasses(_ absent: AbsentClasses, for use: GroupsError.Use, of groups: Set<String>? = nil) throws {
    let lacking = lacking.filter { groups?.contains($0.group) ?? true }
    guard absent == .stop, !lacking.isEmpty, !arePeople else { return }
    throw GroupsError.withoutClass(lacking, by: people.joined(separator: " and "), use)
  }

  /// What must be known of what is learnt by them.
  /// - Parameter fate: what becomes of rows of no known group: "count as 1".
  func notes(unknown fate: String) -> [String] {
    (found.missingRows > 0
      ? ["\(grouped(found.missingRows)) training rows of no known group \(found.fate(skipped: fate))"] : [])
      + lackingNote
  }

  private var lackingNote: [String] {
    guard !lacking.isEmpty else { return [] }
    guard arePeople else {
      return ["no training row, which nothing here makes up for: \(listedGroups(lacking.map(\.text)))"]
    }
    let count = Set(lacking.map(\.group)).count
    return [
      "\(grouped(count)) of the groups of people have no training row of some class, which nothing here makes up for"
    ]
  }
}

extension RowMetadata {
  /// What a test asks of groups that no training row is of, split by split: where groups count in training alone, the model
  /// answers for them all the same, and nothing was done for them. Of single people that is always so.
  func groupNotes(on splits: [RowSplit], by names: [String], _ missing: MissingGroups) -> [String] {
    // Who are the groups, whatever class is crossed with them.
    let people = names.filter { name in (try? groupColumn(named: name)).map { $0.role != .label } ?? false }
    guard let groups = try? RowGroups([self], by: people, missing == .stop ? .skip : missing, of: .all),
      !groups.roles.contains(.subject)
    else { return [] }
    return groups.crossed.onlyInTest(splits, "nothing was learnt for them")
  }
}

extension Grouping {
  /// Which groups are only among the test rows, in how many of the splits and with how many rows; none where every one is learnt from.
  func onlyInTest(_ splits: [RowSplit], _ consequence: String) -> [String] {
    var (folds, rows) = ([Int: Int](), [Int: Int]())
    for split in splits where split.train.allSatisfy(codes.indices.contains) {
      let learnt = Set(split.train.compactMap { codes[$0] })
      let asked = split.test.filter(codes.indices.contains).compactMap { codes[$0] }.filter { !learnt.contains($0) }
      for code in asked { rows[code, default: 0] += 1 }
      for code in Set(asked) { folds[code, default: 0] += 1 }
    }
    guard !folds.isEmpty else { return [] }
    let names = folds.sorted { $0.key < $1.key }.map { code, count in
      let ofSplits = splits.count == 1 ? "" : ", \(count) of \(splits.count) splits"
      return "\(self.names[code]) (\(grouped(rows[code] ?? 0)) rows\(ofSplits))"
    }
    return ["only among the test rows, so \(consequence): \(listedGroups(names))"]
  }
}
