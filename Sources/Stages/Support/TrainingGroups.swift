import Basics
import Evaluation
import Numerics
import Samples

extension RowMetadata {
  /// The groups of these rows by one attribute, or by several crossed.
  /// - Throws: `AuditError.noAttributes`, `.namedTwice`; `SamplesError.noAttribute`.
  func trainingGroups(by names: [String]) throws -> Grouping {
    guard !names.isEmpty else { throw AuditError.noAttributes }
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw AuditError.namedTwice(names[twice])
    }
    return try Grouping.crossed(names.map { Grouping(try groups(by: $0)) })
  }
}

/// The groups of training rows that a mitigation treats differently: two at least and not too many, whatever the class is that
/// may be crossed with them.
struct TrainingGroups {
  /// By all that is named.
  let grouping: Grouping
  /// Rows of no known group.
  let unknownRows: Int
  /// Combinations without a row that nothing makes up for, such as "sad in m".
  private let missing: [String]

  /// - Throws: as `trainingGroups`; `EvaluationError.noGroup` where no row is of a known group, `MitigationError.oneGroup`,
  ///   `AuditError.tooManyGroups`.
  init(_ metadata: RowMetadata, by names: [String]) throws {
    grouping = try metadata.trainingGroups(by: names)
    let roles = try names.map { try metadata.groupColumn(named: $0).role }
    let people = zip(names, roles).filter { $1 != .label }.map(\.0)
    let groups = people.isEmpty || people == names ? grouping : try metadata.trainingGroups(by: people)
    unknownRows = grouping.unknownCount
    guard let first = groups.codes.lazy.compactMap({ $0 }).first else { throw EvaluationError.noGroup }
    let title = people.joined(separator: " and ")
    if !people.isEmpty, groups.codes.allSatisfy({ $0 == nil || $0 == first }) {
      throw MitigationError.oneGroup(name: groups.names[first], by: title)
    }
    let limit = ResultGroups.mostGroups(areSubjects: roles.contains(.subject))
    guard groups.names.count <= limit else {
      throw AuditError.tooManyGroups(count: groups.names.count, by: title, limit: limit, rows: .training)
    }
    // Of people nobody expects that each shows everything.
    missing = people.isEmpty || roles.contains(.subject) ? [] : Self.missing(groups, metadata.knownLabels)
  }

  private static func missing(_ groups: Grouping, _ labels: Labels?) -> [String] {
    guard let labels else { return [] }
    let classes = labels.names.count
    var counts = [Int](repeating: 0, count: groups.names.count * classes)
    for (code, group) in zip(labels.codes, groups.codes) { if let group { counts[group * classes + code] += 1 } }
    let shown = labels.counts
    return counts.indices.filter { counts[$0] == 0 && shown[$0 % classes] > 0 }
      .map { "\(labels.names[$0 % classes]) in \(groups.names[$0 / classes])" }
  }

  /// What must be known of what is learnt by them.
  /// - Parameter fate: what becomes of rows of no known group: "count as 1".
  func notes(unknown fate: String) -> [String] {
    var notes: [String] = []
    if unknownRows > 0 { notes.append("\(grouped(unknownRows)) training rows of no known group \(fate)") }
    if !missing.isEmpty {
      let more = missing.count > 8 ? " and \(missing.count - 8) more" : ""
      notes.append(
        "no training row, which nothing here makes up for: \(missing.prefix(8).joined(separator: ", "))\(more)")
    }
    return notes
  }
}
