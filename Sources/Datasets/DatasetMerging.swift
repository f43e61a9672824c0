import Numerics

extension Dataset {
  /// The rows of all `sets`, one set after another; classes are united by name.
  ///
  /// Subjects get their set's name before theirs where several sets know subjects, and so do row names where two would
  /// be the same. A row whose set knows no subjects
  /// counts as somebody of its own; one whose set has no groups is in the group "unknown"; one whose set has no split,
  /// while another has, counts as train. Each of these is noted.
  /// - Throws: `DatasetError.cannotMerge` where kinds or widths differ, or there is nothing to merge.
  public static func merge(_ sets: [Dataset]) throws -> Dataset {
    guard let first = sets.first else {
      throw DatasetError.cannotMerge(first: "", second: "", reason: "there is no data set to join")
    }
    guard sets.count > 1 else { return first }
    var content = first.content
    for other in sets.dropFirst() {
      content = try content.appending(other.content, names: (first.manifest.name, other.manifest.name))
    }
    let joiner = Joiner(sets: sets)
    let labels = joiner.labels()
    let parts = joiner.parts()
    let sources = sets.flatMap(\.sources)
    let subjects = joiner.subjects()
    let hashes = sets.flatMap(\.rowHashes)
    let notes = NoteMaker(
      labels: labels, parts: parts, sources: sources, subjects: subjects, rowHashes: hashes,
      areImages: content.kind == .stills)
    return try Dataset(
      content: content, labels: labels, subjects: subjects, groups: joiner.groups(), sources: sources, parts: parts,
      rowNames: joiner.rowNames(), layout: .joined, skipped: sets.flatMap(\.skipped),
      notes: joiner.notes() + notes.all(layout: .joined), manifest: joiner.manifest(), rowHashes: hashes)
  }
}

/// What becomes of each per-row list when sets are joined.
private struct Joiner {
  let sets: [Dataset]

  func labels() -> Labels {
    let names = UnifiedLabels.sorted(Array(Set(sets.flatMap(\.labels.names))))
    let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return Labels(
      names: names,
      codes: sets.flatMap { set in
        let renumbered = set.labels.names.map { codes[$0] ?? 0 }
        return set.labels.codes.map { renumbered[$0] }
      })
  }

  func parts() -> [Dataset.Part]? {
    guard sets.contains(where: { $0.parts != nil }) else { return nil }
    return sets.flatMap { $0.parts ?? [Dataset.Part](repeating: .train, count: $0.count) }
  }

  func groups() -> [String]? {
    guard sets.contains(where: { $0.groups != nil }) else { return nil }
    return sets.flatMap { $0.groups ?? [String](repeating: "unknown", count: $0.count) }
  }

  func subjects() -> [String]? {
    guard sets.contains(where: { $0.subjects != nil }) else { return nil }
    return sets.enumerated().flatMap { number, set in
      let name = name(ofSet: number)
      return set.subjects?.map { "\(name):\($0)" } ?? (0..<set.count).map { "\(name)#\($0 + 1)" }
    }
  }

  /// What each row is called, after its set where two rows would be called the same.
  func rowNames() -> [String] {
    let names = sets.flatMap(\.rowNames)
    guard Set(names).count < names.count else { return names }
    return sets.enumerated().flatMap { number, set in
      let name = name(ofSet: number)
      return set.rowNames.map { "\(name): \($0)" }
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
    without("subjects", { $0.subjects != nil }, "each of its rows counts as somebody else")
    without("groups", { $0.groups != nil }, "its rows are in the group 'unknown'")
    without("split", { $0.parts != nil }, "its rows count as train")
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
