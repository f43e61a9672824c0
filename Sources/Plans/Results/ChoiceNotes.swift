import Samples

/// What a model that chooses among alternatives chose on a split; goes with its predictions, so that it is told whether or
/// not they come from the cache.
func choiceNote(_ fitted: any FittedModel, stage: String, on split: RowSplit) -> [Note] {
  guard let choice = (fitted as? any ChoosingModel)?.choice else { return [] }
  return [Note(stage: stage, text: "\(split.name): \(stage) chose \(choice.text)", chosen: choice.chosen)]
}

/// The notes of all splits, each once. Choices on more splits than a person reads are counted instead.
func mergedNotes(of outcomes: [FoldOutcome]) -> [String] {
  let notes = outcomes.flatMap(\.notes)
  var counts: [(choice: String, count: Int)] = []
  for note in notes {
    guard let chosen = note.chosen else { continue }
    let choice = "\(note.stage) chose \(chosen)"
    if let known = counts.firstIndex(where: { $0.choice == choice }) {
      counts[known].count += 1
    } else {
      counts.append((choice, 1))
    }
  }
  let choices = counts.reduce(0) { $0 + $1.count }
  guard choices > 10 else { return uniqued(notes.map(\.text)) }
  let summaries = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    .map { "\($0.element.choice) in \($0.element.count) of \(choices) splits" }
  return summaries + uniqued(notes.filter { $0.chosen == nil }.map(\.text))
}
