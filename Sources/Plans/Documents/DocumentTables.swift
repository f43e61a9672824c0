import Basics

extension Document {
  /// All that is a table in it, or can be one.
  public var tables: [Table] {
    blocks.flatMap(\.tables).map { $0.known(as: synthetic, provenance, notes: notes) }
  }
}

extension Document.Block {
  /// What of it is a table, or can be one.
  var tables: [Table] {
    switch self {
    case .table(let table): [table]
    case .layout(let layout): [layout.table]
    case .bars(let bars): [Table(of: bars)]
    case .confusion(let names, let counts):
      [
        Table(
          columns: ["true"] + names,
          rows: zip(names, counts).map { .init([.text($0)] + $1.map { .number(Double($0)) }) })
      ]
    case .custom(let block): block.lowered.flatMap(\.tables)
    case .heading, .text, .lines, .pictures: []
    }
  }
}

extension Table {
  /// With what its data are, how it was made and what must be known with it, where it does not say so itself.
  public func known(as synthetic: String?, _ provenance: [ProvenanceLine] = [], notes: [String] = []) -> Table {
    var table = self
    table.synthetic = table.synthetic ?? synthetic
    if table.provenance.isEmpty { table.provenance = provenance }
    table.notes += notes.filter { !table.notes.contains($0) }
    return table
  }

  fileprivate init(of bars: [Bar]) {
    let count = bars.map(\.values.count).max() ?? 0
    self.init(
      columns: ["label"] + (0..<count).map { $0 == 0 ? "value" : "value_\($0 + 1)" } + ["note"],
      rows: bars.map { .init([.text($0.label)] + $0.values.map { .number($0) } + [.text($0.note ?? "")]) })
  }
}

extension TableLayout {
  /// Its texts as a table of texts.
  var table: Table {
    Table(columns: columns.map(\.title), rows: rows.map { row in .init(row.map { .text($0.text) }) })
  }
}
