import Numerics
import Samples

extension Dataset {
  /// The rows of all `sets`, one set after another; classes are united by name.
  ///
  /// Subjects get their set's name before theirs where several sets know subjects, and so do row names where two would
  /// be the same. A row whose set knows no subjects counts as somebody of its own; an attribute that its
  /// set lacks, or groups, is missing; one whose set has no split, while another has, counts as train. Each of these is noted.
  /// - Throws: `DatasetError.cannotMerge` where kinds or widths differ, only some have labels, or there is nothing to
  ///   merge.
  public static func merge(_ sets: [Dataset]) throws -> Dataset {
    guard let first = sets.first else {
      throw DatasetError.cannotMerge(first: "", second: "", reason: "there is no data set to join")
    }
    guard sets.count > 1 else { return first }
    var content = first.content
    for other in sets.dropFirst() {
      content = try content.appending(
        other.content,
        columns: ColumnNamesToJoin(
          own: first.metadata.origin.columnNames ?? [], other: other.metadata.origin.columnNames ?? []),
        named: (first.manifest.name, other.manifest.name))
    }
    let joiner = Joiner(sets: sets)
    let columns = try joiner.columns()
    let hashes = sets.flatMap(\.rowHashes)
    let known = try metadata(columns, count: hashes.count, origin: first.metadata.origin)
    let notes = NoteMaker(known, rowHashes: hashes, areImages: type(of: content).manifestKind == .stills)
    return try Dataset(
      content: content, columns: columns, columnNames: first.metadata.origin.columnNames, layout: .joined,
      skipped: sets.flatMap(\.skipped), notes: joiner.notes() + notes.all(layout: .joined),
      manifest: joiner.manifest(), rowHashes: hashes)
  }
}

/// What becomes of each thing that is known when sets are joined.
private struct Joiner {
  let sets: [Dataset]

  func columns() throws -> [MetadataColumn] {
    var columns: [MetadataColumn] = []
    if let labels = try labels() { columns.append(.labels(labels)) }
    if let subjects = subjects() { columns.append(.subjects(subjects)) }
    columns += attributes()
    columns.append(.sources(sets.flatMap(\.metadata.sources)))
    if let parts = parts() { columns.append(.parts(parts)) }
    columns.append(.rowNames(rowNames()))
    return columns
  }

  private func labels() throws -> Labels? {
    let known = sets.compactMap(\.metadata.knownLabels)
    guard let bare = sets.firstIndex(where: { $0.metadata.knownLabels == nil }) else { return united(known) }
    if let labelled = sets.firstIndex(where: { $0.metadata.knownLabels != nil }) {
      throw DatasetError.cannotMerge(
        first: sets[labelled].manifest.name, second: sets[bare].manifest.name,
        reason: "'\(sets[bare].manifest.name)' has no labels, the other has")
    }
    return nil
  }

  private func united(_ all: [Labels]) -> Labels {
    let names = UnifiedLabels.sorted(Array(Set(all.flatMap(\.names))))
    let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return Labels(
      names: names,
      codes: all.flatMap { labels in
        let renumbered = labels.names.map { codes[$0] ?? 0 }
        return labels.codes.map { renumbered[$0] }
      })
  }

  private func parts() -> [RowMetadata.Part]? {
    guard sets.contains(where: { $0.metadata.parts != nil }) else { return nil }
    return sets.flatMap { $0.metadata.parts ?? [RowMetadata.Part](repeating: .train, count: $0.count) }
  }

  /// Every attribute and target that a set knows, in the order in which they come.
  private func attributes() -> [MetadataColumn] {
    attributeNames.map { role, name in
      sets.dropFirst().reduce(column(role, name, of: sets[0])) { $0.appending(column(role, name, of: $1)) }
    }
  }

  private var attributeNames: [(role: MetadataColumn.Role, name: String)] {
    var seen: Set<String> = []
    return sets.flatMap(\.metadata.columns).filter { [.attribute, .target].contains($0.role) }
      .map { (role: $0.role, name: $0.name) }
      .filter { seen.insert("\($0.role.rawValue) \($0.name)").inserted }
  }

  private func column(_ role: MetadataColumn.Role, _ name: String, of set: Dataset) -> MetadataColumn {
    if let known = set.metadata.columns.first(where: { $0.role == role && $0.name == name }) { return known }
    let like = sets.lazy.flatMap(\.metadata.columns).first { $0.role == role && $0.name == name }
    return MetadataColumn(name, role, .missing(set.count, like: like?.values ?? .texts([])))
  }

  private func subjects() -> [String]? {
    guard sets.contains(where: { $0.metadata.subjects != nil }) else { return nil }
    return sets.enumerated().flatMap { number, set in
      let name = name(ofSet: number)
      return set.metadata.subjects?.map { "\(name):\($0)" } ?? (0..<set.count).map { "\(name)#\($0 + 1)" }
    }
  }

  /// What each row is called, after its set where two rows would be called the same.
  private func rowNames() -> [String] {
    let names = sets.flatMap(\.metadata.rowNames)
    guard Set(names).count < names.count else { return names }
    return sets.enumerated().flatMap { number, set in
      let name = name(ofSet: number)
      return set.metadata.rowNames.map { "\(name): \($0)" }
    }
  }

  /// With its number where an earlier set has the same name.
  private func name(ofSet number: Int) -> String {
    let name = sets[number].manifest.name
    return sets[..<number].contains { $0.manifest.name == name } ? "\(name)(\(number + 1))" : name
  }

  func notes() -> [String] {
    var notes = sets.flatMap { set in set.notes.map { "\(set.manifest.name): \($0)" } }
    func without(_ what: String, _ isThere: (Dataset) -> Bool, _ consequence: String) {
      let lacking = sets.filter { !isThere($0) }.map(\.manifest.name)
      if !lacking.isEmpty, lacking.count < sets.count {
        notes.append("no \(what) in \(listed(lacking)): \(consequence)")
      }
    }
    without("subjects", { $0.metadata.column(.subject) != nil }, "each of its rows counts as somebody else")
    without(
      "groups", { $0.metadata.attribute(named: Dataset.groupName) != nil }, "its rows are of no known group")
    for (role, name) in attributeNames where name != Dataset.groupName {
      without(
        "'\(name)'", { $0.metadata.columns.contains { $0.role == role && $0.name == name } },
        "it is missing in its rows")
    }
    without("split", { $0.metadata.column(.part) != nil }, "its rows count as train")
    return notes
  }

  func manifest() -> Manifest {
    func joined(_ part: (Manifest) -> String) -> String {
      var seen: Set<String> = []
      return sets.map { part($0.manifest) }.filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: "; ")
    }
    func common<Value: Equatable>(_ part: (Manifest) -> Value, otherwise: Value) -> Value {
      let values = sets.map { part($0.manifest) }
      return values.allSatisfy { $0 == values[0] } ? values[0] : otherwise
    }
    return Manifest(
      name: sets.map(\.manifest.name).joined(separator: "+"), title: joined(\.title),
      kind: common(\.kind, otherwise: .unknown), acting: common(\.acting, otherwise: .mixed),
      subjectsKnown: sets.allSatisfy(\.manifest.subjectsKnown), licence: joined(\.licence), consent: joined(\.consent),
      citation: joined(\.citation), homepage: joined(\.homepage),
      isSynthetic: sets.contains(where: \.manifest.isSynthetic))
  }
}
