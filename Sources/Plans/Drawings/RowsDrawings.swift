import Basics
import Drawing
import Numerics
import Samples

/// A content whose rows can be drawn as images.
public protocol PicturedContent: RowContent {
  /// One row.
  func picture(ofRow row: Int) -> Picture
}

/// What rows can be drawn as: how many each class has, and, by their content, as dots or as images.
extension PreparedRows {
  public var drawings: [DrawingOffer] {
    let classes = DrawingOffer("classes", "rows of every class, by part", beside: .series) { request in
      try classesChart(request)
    }
    let hasLabels = rows.metadata.knownLabels != nil
    if let readable = rows.content as? any ReadableRows, readable.columns > 0 {
      let scatter = DrawingOffer("scatter", "rows over two columns, coloured by class") { request in
        try scatterChart(rows.content.require(Matrix.self, for: "plot"), request)
      }
      return [scatter] + (hasLabels ? [classes] : [])
    }
    let pictured = (rows.content as? any PicturedContent).map { content in
      [DrawingOffer("pictures", "some rows of every class") { _ in picturesChart(content) }]
    }
    return (hasLabels ? [classes] : []) + (pictured ?? [])
  }

  private var caption: [String] {
    ["data: \(rows.metadata.origin.name) (\(rows.metadata.origin.fingerprint)); mien \(mienVersion)"]
  }

  // MARK: - Classes

  /// By the data set's own parts or those of its split, or by any column that `color` names.
  private func classesChart(_ request: DrawingRequest) throws -> Chart {
    let labels = try rows.metadata.labels
    let (parts, title) = try division(request.color)
    let names = parts.map { sorted(Set($0)) } ?? []
    var counts = [[Double]](repeating: [Double](repeating: 0, count: max(1, names.count)), count: labels.names.count)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    for (row, code) in labels.codes.enumerated() { counts[code][parts.flatMap { places[$0[row]] } ?? 0] += 1 }
    var series = names
    if let resampled, let after = try? resampled.metadata.labels {
      series = (names.isEmpty ? ["all"] : names) + ["train, resampled"]
      for (code, count) in after.counts.enumerated() where code < counts.count { counts[code].append(Double(count)) }
    }
    var chart = Chart.bars(
      zip(labels.names, counts).map { Bar($0, $1) }, title: "Rows of every class", names: "class", parts: series,
      synthetic: synthetic, caption: caption)
    chart.series.title = series.isEmpty ? "" : title
    return chart
  }

  private func division(_ name: String?) throws -> (texts: [String]?, title: String) {
    let metadata = rows.metadata
    if let name {
      // What they are to be told by is a class everywhere else (`by=class`), whatever its column is called.
      guard
        let column = metadata.columns.first(where: { $0.name == name })
          ?? metadata.columns.first(where: { name == "class" && $0.name == "label" })
      else {
        throw DrawingError.noSuchColumn(name, known: metadata.columns.map(\.name))
      }
      return (column.texts.map { $0 ?? "–" }, name)
    }
    if metadata.parts?.contains(.test) == true { return (metadata.parts?.map(\.rawValue), "part") }
    // What a resampler made of the training rows is read beside these, not beside all.
    guard let split, resampled != nil else { return (nil, "") }
    var texts = [String](repeating: "–", count: metadata.count)
    for row in split.train { texts[row] = RowMetadata.Part.train.rawValue }
    for row in split.test { texts[row] = RowMetadata.Part.test.rawValue }
    return (texts, "part")
  }

  /// The parts in their own order, others by name.
  private func sorted(_ names: Set<String>) -> [String] {
    let parts = RowMetadata.Part.allCases.map(\.rawValue)
    return names.isSubset(of: Set(parts)) ? parts.filter(names.contains) : names.sorted()
  }

  // MARK: - Scatter

  private func scatterChart(_ matrix: Matrix, _ request: DrawingRequest) throws -> Chart {
    let names =
      rows.metadata.origin.columnNames.flatMap { $0.count == matrix.columns ? $0 : nil }
      ?? (0..<matrix.columns).map { "f\($0 + 1)" }
    func index(_ name: String?, _ usual: Int) throws -> Int {
      guard let name else { return min(usual, matrix.columns - 1) }
      guard let index = names.firstIndex(of: name) else {
        throw DrawingError.noSuchColumn(name, known: Array(names.prefix(20)))
      }
      return index
    }
    // One column by itself is drawn in the order of its rows.
    let isOrdered = request.x == nil && matrix.columns == 1
    let (x, y) = (try index(request.x, 0), try index(request.y.first, 1))
    let tones = try tones(request.color)
    let series = tones.map { sorted(Set($0)) } ?? []
    let places = Dictionary(uniqueKeysWithValues: series.enumerated().map { ($1, $0) })
    // Beyond some thousands dots hide each other, and no reader tells them apart.
    let step = max(1, matrix.rows / 4_000)
    let data = stride(from: 0, to: matrix.rows, by: step).map { row in
      Datum(
        x: .number(isOrdered ? Double(row + 1) : Double(matrix[row, x])), y: .number(Double(matrix[row, y])),
        series: tones.flatMap { places[$0[row]] })
    }
    let across = isOrdered ? "row" : names[x]
    return Chart(
      title: "\(names[y]) over \(across)", panels: [.init([Layer(.dots, data)])],
      x: Axis(numbers: across, ticks: isOrdered && matrix.rows <= 8 ? (1...max(1, matrix.rows)).map(Double.init) : nil),
      y: Axis(numbers: names[y]), series: Series(request.color ?? (series.isEmpty ? "" : "class"), series),
      synthetic: synthetic,
      caption: (step > 1 ? ["\(grouped(data.count)) of \(grouped(matrix.rows)) rows, taken evenly"] : [])
        + Chart.omissions(data.count(where: \.hasPlace), of: data.count) + caption)
  }

  private func tones(_ color: String?) throws -> [String]? {
    if let color { return try division(color).texts }
    return rows.metadata.knownLabels.map { labels in labels.codes.map { labels.names[$0] } }
  }

  // MARK: - Pictures

  private func picturesChart(_ content: any PicturedContent) -> Chart {
    let labels = rows.metadata.knownLabels
    var chosen = Array(0..<min(16, content.rowCount))
    if let labels, !labels.names.isEmpty {
      let each = max(1, 16 / labels.names.count)
      var counts = [Int](repeating: 0, count: labels.names.count)
      chosen = labels.codes.indices.filter { row in
        counts[labels.codes[row]] += 1
        return counts[labels.codes[row]] <= each
      }.sorted { (labels.codes[$0], $0) < (labels.codes[$1], $1) }
    }
    let pictures = chosen.map { row in
      content.picture(ofRow: row).captioned(labels.map { $0.names[$0.codes[row]] } ?? "")
    }
    return Chart(title: "", pictures: pictures, synthetic: synthetic, caption: caption)
  }
}
