import Basics

/// A picture of data as data: what is drawn, against which axes, and what must be known to read it. Where things stand,
/// and in which form they are drawn, is decided later (`ChartLayout`, `SVGText`, `CellCanvas`, `VegaLite`).
///
/// Scales, axes and legends are kept apart from marks, as in the grammar of graphics (Wilkinson 2005; Vega-Lite).
public struct Chart: Sendable, Equatable {
  /// One of several plots side by side, all on the same scales.
  public struct Panel: Sendable, Equatable {
    /// Empty where there is only one.
    public var title: String
    /// Drawn in this order.
    public var layers: [Layer]

    public init(title: String = "", _ layers: [Layer]) {
      self.title = title
      self.layers = layers
    }
  }

  public var title: String
  public var panels: [Panel]
  public var x: Axis
  public var y: Axis
  /// What colour and shape tell; without names they tell nothing.
  public var series: Series
  /// What the colour of a tile tells.
  public var ramp: Ramp?
  /// Images with captions; a chart that has some has no axes.
  public var pictures: [Picture]
  /// What is drawn in place of plots; such a chart has no axes.
  public var sketch: Sketch?
  /// What stands on the picture itself where its data are not real.
  public var synthetic: String?
  /// What must be read with it, a line each, below it.
  public var caption: [String]

  public init(
    title: String, panels: [Panel], x: Axis, y: Axis, series: Series = Series(), ramp: Ramp? = nil,
    synthetic: String? = nil, caption: [String] = []
  ) {
    self.title = title
    self.panels = panels
    self.x = x
    self.y = y
    self.series = series
    self.ramp = ramp
    pictures = []
    self.synthetic = synthetic
    self.caption = caption
  }

  /// Images in rows.
  public init(title: String, pictures: [Picture], synthetic: String? = nil, caption: [String] = []) {
    self.init(
      title: title, panels: [], x: Axis(names: []), y: Axis(names: []), synthetic: synthetic, caption: caption)
    self.pictures = pictures
  }

  /// "SYNTHETIC STAND-IN FOR ZIYA07: NOT REAL DATA"; nil for real data.
  public var notice: String? { synthetic.map { "\($0.uppercased()): NOT REAL DATA" } }
}

/// What one direction of a plot stands for.
public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable, Equatable {
    /// A place for each, in this order.
    case names([String])
    /// - Parameters:
    ///   - range: nil for that of the data.
    ///   - ticks: where labels stand; nil for round numbers.
    case numbers(range: ClosedRange<Double>?, ticks: [Double]?, isLogarithmic: Bool)
  }

  /// With its unit, as a reader should see it: "macro-F1", "rows".
  public var title: String
  public var scale: Scale

  public init(_ title: String = "", names: [String]) {
    self.title = title
    scale = .names(names)
  }

  public init(
    numbers title: String, range: ClosedRange<Double>? = nil, ticks: [Double]? = nil, isLogarithmic: Bool = false
  ) {
    self.title = title
    scale = .numbers(range: range, ticks: ticks, isLogarithmic: isLogarithmic)
  }

  /// nil where it holds numbers.
  public var names: [String]? {
    if case .names(let names) = scale { names } else { nil }
  }
}

/// What colours and shapes tell apart.
public struct Series: Sendable, Equatable {
  public var title: String
  public var names: [String]

  public init(_ title: String = "", _ names: [String] = []) {
    self.title = title
    self.names = names
  }
}

/// What the colour of tiles stands for, from dark to light.
public struct Ramp: Sendable, Equatable {
  public var title: String
  public var range: ClosedRange<Double>

  public init(_ title: String, _ range: ClosedRange<Double>) {
    self.title = title
    self.range = range
  }

  /// From 0 to 1; nil for what is no number.
  func share(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    let length = range.upperBound - range.lowerBound
    return length > 0 ? min(max((value - range.lowerBound) / length, 0), 1) : 0.5
  }
}
