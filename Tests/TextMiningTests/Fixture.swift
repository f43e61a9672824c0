import Foundation
import Testing
import TextMining

/// The peers' answers; see README.md.
struct TextFixture: Decodable {
  let names: [String]
  let counts: [[Int]]
  let plain: [Double]
  let sublinear: [Double]
  let errors: [String: Double]
  let stems: [String: String]

  static func load() throws -> TextFixture {
    try JSONDecoder().decode(Self.self, from: data("texts.json"))
  }

  static func abstracts() throws -> Corpus {
    try Corpus(csv: String(decoding: data("abstracts.csv"), as: UTF8.self))
  }

  /// Counts of every word of the abstracts.
  static func counts() throws -> TermCounts {
    let texts = try abstracts().documents.map(\.text)
    return try TermCounts(Tokenizer(stopWords: []).tokens(texts))
  }

  private static func data(_ name: String) throws -> Data {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
    return try Data(contentsOf: url)
  }
}

/// All numbers of sparse rows, row by row.
func dense(_ rows: SparseRows) -> [Double] {
  var result = [Double](repeating: 0, count: rows.rows * rows.columns)
  for row in 0..<rows.rows {
    for index in rows.range(row) { result[row * rows.columns + Int(rows.places[index])] = rows.values[index] }
  }
  return result
}

/// The greatest difference of two lists.
func difference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
