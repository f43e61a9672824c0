extension Chart {
  /// Charts that share their axes as one, on one scale.
  /// - Parameter names: of the charts: the titles of their panels, or the names of series.
  /// - Returns: nil where they do not share them.
  public static func beside(_ charts: [Chart], names: [String], as arrangement: Arrangement) -> Chart? {
    guard var together = charts.first, charts.count == names.count else { return nil }
    guard charts.count > 1 else { return together }
    guard charts.allSatisfy({ $0.fits(together) }) else { return nil }
    switch arrangement {
    case .panels:
      together.panels = zip(charts, names).flatMap { chart, name in
        chart.panels.map { panel in
          Panel(title: panel.title.isEmpty ? name : "\(name): \(panel.title)", panel.layers)
        }
      }
    case .series:
      guard charts.allSatisfy({ $0.panels.count == 1 && $0.series.names.isEmpty }) else {
        return beside(charts, names: names, as: .panels)
      }
      together.series = Series("", names)
      together.panels = [Panel(charts.enumerated().flatMap { index, chart in chart.panels[0].layers(as: index) })]
    }
    if let ramps = charts.map(\.ramp) as? [Ramp], let first = ramps.first {
      let (low, high) = ramps.reduce((first.range.lowerBound, first.range.upperBound)) {
        (min($0.0, $1.range.lowerBound), max($0.1, $1.range.upperBound))
      }
      together.ramp = Ramp(first.title, low...high)
    }
    together.synthetic = charts.compactMap(\.synthetic).first
    together.caption = together.caption.filter { line in charts.allSatisfy { $0.caption.contains(line) } }
    return together
  }

  /// How several charts become one.
  public enum Arrangement: String, Sendable {
    /// Side by side.
    case panels
    /// In one plot, told apart by colour and shape.
    case series
  }

  private func fits(_ other: Chart) -> Bool {
    x.names == other.x.names && y.names == other.y.names && x.title == other.x.title && y.title == other.y.title
      && pictures.isEmpty && other.pictures.isEmpty && sketch == nil && other.sketch == nil
  }
}

extension Chart.Panel {
  fileprivate func layers(as series: Int) -> [Layer] {
    layers.map { layer in
      guard layer.mark != .rule else { return layer }
      return Layer(
        layer.mark,
        layer.data.map { datum in
          var datum = datum
          datum.series = series
          return datum
        })
    }
  }
}
