import Imaging
import Numerics
import Samples

@testable import Datasets

/// What is known of rows, as lists.
extension Dataset {
  var labels: Labels { metadata.knownLabels ?? Labels(names: [], codes: []) }
  var subjects: [String]? { metadata.subjects }
  var groups: [String]? { metadata.attribute(named: "group")?.texts.map { $0 ?? "" } }
  var sources: [String] { metadata.sources }
  var parts: [RowMetadata.Part]? { metadata.parts }
  var rowNames: [String] { metadata.rowNames }
  var columnNames: [String]? { metadata.origin.columnNames }
  /// No rows where it holds something else.
  var matrix: Matrix { content as? Matrix ?? Matrix(rows: 0, columns: 0) }
  var images: ImageStack? { content as? ImageStack }
}
