/// Marks of one kind over each other in a plot.
public struct Layer: Sendable, Equatable {
  public enum Mark: String, Sendable, CaseIterable {
    /// From zero, along the axis of numbers; the series of one name lie beside each other.
    case bars
    /// With an interval where there is one; the series of one name lie beside each other.
    case points
    /// Points that take no place of their own beside each other: a scatter.
    case dots
    /// Through the data of each series, in their order.
    case line
    /// Between the bounds of the intervals of each series, in their order.
    case band
    /// Coloured by value, with their text.
    case tiles
    /// Across the plot at a number of either axis.
    case rule
  }

  public var mark: Mark
  public var data: [Datum]

  public init(_ mark: Mark, _ data: [Datum]) {
    self.mark = mark
    self.data = data
  }
}

/// Where something stands along an axis.
public enum Coordinate: Sendable, Equatable {
  /// The place of a name.
  case place(Int)
  case number(Double)
  /// Everywhere along it: for rules.
  case everywhere

  public var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  public var place: Int? {
    if case .place(let place) = self { place } else { nil }
  }
}

/// One mark.
public struct Datum: Sendable, Equatable {
  public var x: Coordinate
  public var y: Coordinate
  /// Along the axis of numbers; of the y axis where both are numbers.
  public var interval: ClosedRange<Double>?
  /// Which of the chart's series it belongs to.
  public var series: Int?
  /// What a tile's colour tells.
  public var value: Double?
  /// What stands in a tile, or beside a bar or a point.
  public var text: String
  /// How large a dot is, from 0 to 1; nil for the usual size.
  public var size: Double?
  /// Whether it can be passed over: grey, whatever its series.
  public var isFaint: Bool

  public init(
    x: Coordinate, y: Coordinate, interval: ClosedRange<Double>? = nil, series: Int? = nil, value: Double? = nil,
    text: String = "", size: Double? = nil, isFaint: Bool = false
  ) {
    self.x = x
    self.y = y
    self.interval = interval
    self.series = series
    self.value = value
    self.text = text
    self.size = size
    self.isFaint = isFaint
  }
}
