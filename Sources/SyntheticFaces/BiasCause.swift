/// In what way one group of people has it worse than the others: where unfairness of recognition comes from.
public enum BiasCause: String, Sendable, CaseIterable {
  /// Darker, flatter, noisier pictures.
  case light
  /// A mask, or a hand beside the face.
  case occlusion
  /// Heads turned further away.
  case pose
  /// Grain and blur of a worse camera.
  case noise
  /// Fewer people, and so fewer rows to learn from.
  case fewer
  /// Rows that are said to show another emotion than they do.
  case labels
}
