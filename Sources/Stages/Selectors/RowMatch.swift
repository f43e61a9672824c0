import Basics
import Plans
import Samples

/// What `only` and `drop` are told: values by the name of what is known of rows.
struct RowMatch {
  private let wanted: [(name: String, values: [RowValue])]

  /// Those without values are left out.
  init(_ named: [(name: String, values: [RowValue])], _ others: NamedValues) {
    wanted = named.filter { !$0.values.isEmpty } + others.entries.map { ($0.name, $0.values) }
  }

  /// As it is written.
  var text: String {
    wanted.map { name, values in
      let texts = values.map { $0.text ?? "none" }
      return name + "=" + (texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]")
    }.joined(separator: " ")
  }

  /// - Throws: `RowSelectionError.nothingNamed`, `.noValues`.
  func check(for stage: String) throws {
    guard !wanted.isEmpty else { throw RowSelectionError.nothingNamed(stage: stage) }
    if let empty = wanted.first(where: { $0.values.isEmpty }) { throw RowSelectionError.noValues(name: empty.name) }
  }

  /// For each row whether it has, of every name, one of the values.
  /// - Throws: `RowSelectionError.unknownName`, `.unknownValue`.
  func holds(of metadata: RowMetadata) throws -> [Bool] {
    var holds = [Bool](repeating: true, count: metadata.count)
    for (name, values) in wanted {
      let isWanted = try metadata.selectable(name).having(values, calledFor: name)
      for row in holds.indices where !isWanted[row] { holds[row] = false }
    }
    return holds
  }
}

extension RowMetadata {
  /// The column by whose values rows are chosen.
  /// - Throws: `RowSelectionError.unknownName`.
  func selectable(_ name: String) throws -> MetadataColumn {
    do { return try groupColumn(named: name) } catch SamplesError.noAttribute(_, let known) {
      throw RowSelectionError.unknownName(name, known: known)
    }
  }
}

extension MetadataColumn {
  /// For each row whether its value is among some; numbers are compared as numbers.
  fileprivate func having(_ values: [RowValue], calledFor name: String) throws -> [Bool] {
    let texts = texts
    let known = Set(texts)
    let found = values.map { known.contains($0.text) ? $0 : spelling(of: $0, among: known) }
    // Of a list or a range of numbers some may be absent; where all are, it is a slip.
    if let index = found.firstIndex(of: nil), !isNumeric || found.allSatisfy({ $0 == nil }) {
      throw RowSelectionError.unknownValue(values[index].text, of: name, known: known.compactMap { $0 }.sorted())
    }
    let wanted = Set(found.compactMap { $0 }.map(\.text))
    return texts.map(wanted.contains)
  }

  private var isNumeric: Bool {
    switch values {
    case .wholeNumbers, .numbers: true
    case .texts, .classes: false
    }
  }

  /// How the rows spell a number that is written otherwise.
  private func spelling(of value: RowValue, among known: Set<String?>) -> RowValue? {
    guard isNumeric, let number = value.text.flatMap(Double.init) else { return nil }
    return known.lazy.compactMap { $0 }.first { Double($0) == number }.map { RowValue($0) }
  }
}
