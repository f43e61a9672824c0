/// What a model that chooses among alternatives chose on a split, in a sentence that goes with its predictions, so that
/// it is told whether or not they come from the cache.
func choiceNote(_ fitted: any FittedModel, stage: String, on split: RowSplit) -> [String] {
  guard let choosing = fitted as? any ChoosingModel else { return [] }
  return ["\(split.name): \(stage) chose \(choosing.choice)"]
}

/// The notes of all splits, each once. Choices on more splits than a person reads are counted instead.
func mergedNotes(of outcomes: [FoldOutcome]) -> [String] {
  var counts: [(choice: String, count: Int)] = []
  var others: [String] = []
  for outcome in outcomes {
    let prefix = outcome.split.name + ": "
    for note in outcome.notes {
      let words = note.hasPrefix(prefix) ? String(note.dropFirst(prefix.count)) : ""
      guard let verb = words.firstRange(of: " chose "), !words[..<verb.lowerBound].contains(" ") else {
        others.append(note)
        continue
      }
      let end = words.firstRange(of: " (inner ")?.lowerBound ?? words.endIndex
      let choice = String(words[..<end])
      if let known = counts.firstIndex(where: { $0.choice == choice }) {
        counts[known].count += 1
      } else {
        counts.append((choice, 1))
      }
    }
  }
  let choices = counts.reduce(0) { $0 + $1.count }
  guard choices > 10 else { return uniqued(outcomes.flatMap(\.notes)) }
  let summaries = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    .map { "\($0.element.choice) in \($0.element.count) of \(choices) splits" }
  return summaries + uniqued(others)
}
