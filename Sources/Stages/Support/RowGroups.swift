import Basics
import Evaluation
import Numerics
import Plans
import Samples

/// What becomes of rows whose group is not known: one rule for every stage that goes by groups, because a number that some
/// rows had no part in reads like one that all had.
enum MissingGroups: String, WordParameter, Codable {
  /// An error that counts them.
  case stop
  /// They are of no group, and a note counts them.
  case skip
  /// They are a group of their own, called `unknown`.
  case group

  static let placeholder = MissingGroups.stop
  static let help = "rows of no known group: stop (an error), skip (of no group) or group (one of their own, 'unknown')"
  /// What an attribute that is missing is called where it makes a group; joins those that the data call so themselves.
  static let groupName = "unknown"
}

/// What becomes of a group that has no row of a class which others have, where that leaves nothing to be computed.
enum AbsentClasses: String, WordParameter {
  case stop, keep

  static let placeholder = AbsentClasses.stop
}

/// The groups that one attribute makes of rows, or several that are crossed.
struct RowGroups {
  /// As they were asked for.
  let names: [String]
  /// Of each attribute.
  let each: [Grouping]
  let crossed: Grouping
  /// Of each attribute.
  let roles: [MetadataColumn.Role]
  /// Rows of which one of the attributes is missing, whatever became of them; each counts once.
  let missingRows: Int
  /// Each counts once.
  let rowCount: Int
  let missing: MissingGroups

  /// - Parameters:
  ///   - parts: what is known of the rows, one part after another.
  ///   - numbers: which row of the data each is, where rows come more than once.
  ///   - rows: whose groups they are, for errors.
  /// - Throws: `AuditError.noAttributes`, `.namedTwice`; `SamplesError.noAttribute`; `GroupsError.missing`.
  init(
    _ parts: [RowMetadata], by names: [String], _ missing: MissingGroups, of rows: AuditError.Rows,
    numbers: [Int]? = nil
  ) throws {
    guard !names.isEmpty else { throw AuditError.noAttributes }
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw AuditError.namedTwice(names[twice])
    }
    let columns = try names.map { name in try parts.map { try $0.groupColumn(named: name) } }
    let texts = columns.map { $0.flatMap(\.texts) }
    let count = parts.reduce(0) { $0 + $1.count }
    let without = (0..<count).filter { row in texts.contains { $0[row] == nil } }
    func distinct(_ rows: some Collection<Int>) -> Int {
      numbers.map { all in Set(rows.map { all[$0] }).count } ?? rows.count
    }
    (missingRows, rowCount) = (distinct(without), distinct(0..<count))
    if missing == .stop, !without.isEmpty {
      let rowNames = parts.flatMap(\.rowNames)
      throw GroupsError.missing(
        zip(names, texts).filter { $1.contains(nil) }.map(\.0), rows: missingRows, among: rowCount, of: rows,
        first: without.reduce(into: []) { first, row in
          if first.count < 3, !first.contains(rowNames[row]) { first.append(rowNames[row]) }
        })
    }
    self.names = names
    self.missing = missing
    roles = columns.compactMap { $0.first?.role }
    each = texts.map { texts in
      Grouping(missing == .group ? texts.map { $0 ?? MissingGroups.groupName } : texts)
    }
    crossed = try Grouping.crossed(each)
  }

  /// "sex or no age"
  var unknownText: String { names.joined(separator: " or no ") }

  /// What became of the rows whose group is not known.
  /// - Parameter fate: of those that are of no group: "take no part".
  func fate(skipped fate: String) -> String {
    missing == .group ? "are the group '\(MissingGroups.groupName)'" : fate
  }
}

/// A class that a group has no row of.
struct LackingClass: Hashable {
  let group: String
  let name: String

  var text: String { "\(name) in \(group)" }
}

/// "anger in dark, fear in dark and 3 more"
func listedGroups(_ names: [String]) -> String {
  names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(grouped(names.count - 8)) more" : "")
}
