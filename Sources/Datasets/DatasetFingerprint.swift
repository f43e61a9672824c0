import Basics
import Numerics
import Samples

extension Dataset {
  /// Names content and all that is known of the rows but their names. It must never change for what earlier versions knew
  /// of, because it names cached results: what is known beyond that comes last.
  static func fingerprint(rowHashes: [Digest], metadata: RowMetadata) -> String {
    var hash = ContentHash(seed: 1)
    hash.combine(rowHashes.count)
    for row in rowHashes { hash.combine(row) }
    if let labels = metadata.knownLabels {
      hash.combine(labels.names)
      for code in labels.codes { hash.combine(code) }
    } else {
      hash.combine(-1)
    }
    let group = metadata.attribute(named: groupName)?.texts.map { $0 ?? "" }
    let lists = [metadata.subjects, group, metadata.sources, metadata.origin.columnNames ?? []]
    for list in lists { hash.combine(list) }
    hash.combine(metadata.parts.map { parts in parts.map(\.rawValue) })
    let others = metadata.columns.filter { [.attribute, .target].contains($0.role) && $0.name != groupName }
    for column in others.sorted(by: { ($0.role.rawValue, $0.name) < ($1.role.rawValue, $1.name) }) {
      hash.combine(column.role.rawValue)
      hash.combine(column.name)
      hash.combine(column.texts.map { $0 ?? "" })
    }
    return hash.value.hexadecimal
  }

  /// The attribute that data sets were always read with.
  static let groupName = "group"
}

extension ContentHash {
  /// A list, or that there is none; runs of equal entries cost one comparison each.
  fileprivate mutating func combine(_ list: [String]?) {
    guard let list else { return combine(-1) }
    combine(list.count)
    var start = 0
    for index in list.indices.dropFirst() where list[index] != list[start] {
      combine(index)
      combine(list[start])
      start = index
    }
    if let last = list.last { combine(last) }
  }
}
