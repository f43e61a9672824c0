/// One bar of a chart: a label with one length, or with several, one after another (training and test).
public struct Bar: Sendable, Equatable {
  public var label: String
  /// Negative values, and those that are not numbers, have no length.
  public var values: [Double]
  /// How its number should be read; nil for the number itself.
  public var note: String?

  public init(_ label: String, _ values: [Double], note: String? = nil) {
    self.label = label
    self.values = values
    self.note = note
  }

  public init(_ label: String, _ value: Double, note: String? = nil) {
    self.init(label, [value], note: note)
  }

  /// What stands beside the label: the note, else the first value, whole numbers with separators, others with three
  /// digits.
  public var noteText: String {
    if let note { return note }
    let value = values.first ?? 0
    return Int(exactly: value).map(grouped) ?? NumberFormat.decimal(value)
  }
}
