/// An axis with its place on the medium.
struct PlacedAxis {
  enum Kind {
    case places(Int)
    case numbers(NumberScale)
  }

  let kind: Kind
  /// Where its first name or its lowest number begins; below its end where it goes up.
  let start: Double
  let end: Double

  /// The middle of a place, or where a number lies; nil for what has none or lies beyond the ends.
  func position(_ coordinate: Coordinate) -> Double? {
    switch (kind, coordinate) {
    case (.places(let count), .place(let place)):
      (0..<count).contains(place) ? start + (Double(place) + 0.5) * band : nil
    case (.numbers(let scale), .number(let number)):
      number.isFinite ? start + min(max(scale.share(number), 0), 1) * (end - start) : nil
    default: nil
    }
  }

  /// What one name takes.
  var band: Double {
    if case .places(let count) = kind, count > 0 { (end - start) / Double(count) } else { 0 }
  }
}
