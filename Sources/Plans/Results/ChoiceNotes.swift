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
  guard choices > 10 else { return joined(notes, from: outcomes.count) }
  let summaries = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    .map { "\($0.element.choice) in \($0.element.count) of \(choices) splits" }
  return summaries + joined(notes.filter { $0.chosen == nil }, from: outcomes.count)
}

/// Each text once. Texts of a stage that differ in measured numbers alone become one, from the least to the most; those that
/// are `head: ` and something else in every split become one, with all that there was.
private func joined(_ notes: [Note], from splits: Int) -> [String] {
  var groups: [(key: [String], texts: [String], count: Int)] = []
  for note in notes {
    let key = [note.stage] + likeness(note.text)
    if let known = groups.firstIndex(where: { $0.key == key }) {
      groups[known].count += 1
      if !groups[known].texts.contains(note.text) { groups[known].texts.append(note.text) }
    } else {
      groups.append((key, [note.text], 1))
    }
  }
  // More than one a split are different things.
  return uniqued(groups.flatMap { $0.texts.count == 1 || $0.count > splits ? $0.texts : [joined($0.texts)] })
}

private func joined(_ texts: [String]) -> String {
  if let head = head(texts[0]) {
    return "\(head), not the same on every split: " + texts.map { $0.dropFirst(head.count + 2) }.joined(separator: "; ")
  }
  let words = texts.map { $0.split(separator: " ", omittingEmptySubsequences: false) }
  return words[0].indices.map { place in
    let here = words.map { $0[place] }.sorted { (measured($0) ?? 0) < (measured($1) ?? 0) }
    guard let least = here.first, let most = here.last, least != most else { return String(words[0][place]) }
    return "\(least) to \(most)"
  }.joined(separator: " ")
}

/// What texts that become one have in common: the word before a colon that each begins with, or all but the numbers with
/// decimals. Whole numbers count or name something, and stay apart.
private func likeness(_ text: String) -> [String] {
  if let head = head(text) { return [head] }
  return text.split(separator: " ", omittingEmptySubsequences: false).map { measured($0) == nil ? String($0) : "" }
}

private func head(_ text: String) -> String? {
  guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, text[colon...].hasPrefix(": ") else {
    return nil
  }
  let word = text[..<colon]
  return word.allSatisfy { $0.isLetter } ? String(word) : nil
}

private func measured(_ word: Substring) -> Double? {
  word.contains(".") ? Double(word) : nil
}
