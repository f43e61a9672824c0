extension Diagnostics {
  /// In the order in which a reader meets the places, each said once: texts in the order of their first mention, places
  /// from top to bottom, what has no place at the end. Equal ones stay in the order in which they were found.
  public init(sorting found: some Sequence<Diagnostic>) {
    var seen: Set<Diagnostic> = []
    let unique = found.filter { seen.insert($0).inserted }
    var rankOfText: [SourceText: Int] = [:]
    for case let source? in unique.map(\.primary?.location.source) where rankOfText[source] == nil {
      rankOfText[source] = rankOfText.count
    }
    let keyed = unique.enumerated().map { order, diagnostic in
      let location = diagnostic.primary?.location
      let rank = location.flatMap { rankOfText[$0.source] } ?? Int.max
      return (key: (rank, location?.span.start ?? 0, location?.span.end ?? 0, order), diagnostic: diagnostic)
    }
    self.init(keyed.sorted { $0.key < $1.key }.map(\.diagnostic))
  }

  /// Whether anything in it stops a script: a warning or a note does not.
  public var hasErrors: Bool {
    all.contains { $0.severity == .error }
  }
}
