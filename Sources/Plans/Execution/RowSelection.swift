import Basics
import Numerics
import Samples

/// Which rows a selector leaves, with all that is known of them.
struct RowSelection: Sendable {
  /// Of those before it, ascending.
  let rows: [Int]
  let metadata: RowMetadata
  /// What a person should know of it.
  let notes: [Note]
}

extension Executor {
  /// The node behind the stages that no split changes, from that of the source. Which rows there are is decided here, by
  /// their metadata, before anything has been read or made.
  /// - Throws: what a selector throws, at its place.
  func base(of sections: PlanSections, after start: PlanNode) throws -> PlanNode {
    try sections.shared.reduce(start) { previous, step in
      guard case .selector(let selector) = step.step.stage.role else { return node(after: previous, step, on: nil) }
      let selection = try selection(by: selector, step, after: previous)
      var key = Digest("rows", step.keyText)
      key.combine(previous.key)
      key.combine(selection.rows)
      return PlanNode(
        metadata: selection.metadata, after: previous, step: step, split: nil, key: key, selection: selection)
    }
  }

  private func selection(
    by selector: any SelectorStage, _ step: StepOccurrence, after previous: PlanNode
  ) throws -> RowSelection {
    let seed = seed(of: step, nil)
    var question = Digest("selection", step.keyText, String(seed))
    question.combine(previous.key)
    if let known = memo.selection(for: question) { return known }
    let collector = NoteCollector()
    let name = step.step.declaration.name
    let context = StageContext(
      seed: seed, execution: context.silent, environment: settings.environment, resources: cache,
      suggestions: catalogue.suggestions, onNote: { collector.add(Note(stage: name, text: $0)) })
    do {
      let rows = try selector.rows(of: previous.metadata, context)
      let metadata = previous.metadata.selecting(rows, by: step.step.text)
      let lost = metadata.classesLost(from: previous.metadata)
      if !lost.isEmpty {
        context.note(
          "no row of \(lost.prefix(8).joined(separator: ", "))\(lost.count > 8 ? ", …" : "") is left, so \(lost.count == 1 ? "it is no class" : "they are no classes") "
            + "of these data any more")
      }
      let selection = RowSelection(rows: rows, metadata: metadata, notes: collector.notes)
      memo.keep(selection, for: question)
      return selection
    } catch { throw step.step.diagnostic(for: error, splitName: nil) }
  }

  /// The rows of a set that a selection leaves.
  func selected(_ selection: RowSelection, of before: PreparedRows, at node: PlanNode) -> PreparedRows {
    var next = before
    next.key = node.key
    next.rows = Samples(
      content: before.rows.content.gatheringRows(selection.rows, context: context), metadata: selection.metadata)
    for note in selection.notes { observer.note(note.text, from: node.step.step) }
    return next
  }
}

extension RowMetadata {
  /// What is known of some rows, as data of their own: another fingerprint, no classes that none of them has, and a line
  /// of provenance.
  fileprivate func selecting(_ rows: [Int], by text: String) -> RowMetadata {
    var result = gathering(rows)
    if let column = column(.label), case .classes(let labels) = column.values {
      let (before, after) = (labels.counts, labels.gathering(rows).counts)
      let kept = labels.names.indices.filter { after[$0] > 0 || before[$0] == 0 }
      if kept.count < labels.names.count {
        let place = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        let codes = rows.map { place[labels.codes[$0]] ?? 0 }
        result = result.setting(
          MetadataColumn(column.name, .label, .classes(Labels(names: kept.map { labels.names[$0] }, codes: codes))))
      }
    }
    var digest = Digest("rows of", origin.fingerprint)
    digest.combine(rows)
    result.origin.fingerprint = digest.hexadecimal
    result.origin.summary.append(DataFact(text, "\(grouped(rows.count)) of \(grouped(count)) rows"))
    return result
  }

  fileprivate func classesLost(from before: RowMetadata) -> [String] {
    let left = Set(knownLabels?.names ?? [])
    return (before.knownLabels?.names ?? []).filter { !left.contains($0) }
  }
}
