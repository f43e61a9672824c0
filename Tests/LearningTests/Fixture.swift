import Foundation
import Numerics
import Testing

/// The reference files in `Fixtures`.
enum Fixture {
  static func bytes(_ name: String) throws -> Data {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
    return try Data(contentsOf: url)
  }

  static func decoded<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(type, from: bytes("\(name).json"))
  }

  static func floats(_ data: Data) -> [Float] {
    data.withUnsafeBytes { raw in
      (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }

  /// Rows and labels of "digits", "wine" or "cancer".
  static func data(_ name: String) throws -> (features: Matrix, labels: Labels) {
    let storage = name == "digits" ? try bytes("digits.u8").map(Float.init) : floats(try bytes("\(name).f32"))
    let codes = try bytes("\(name).labels.u8").map(Int.init)
    let names = (0...(codes.max() ?? 0)).map { "class\($0)" }
    let features = Matrix(rows: codes.count, columns: storage.count / codes.count, storage: storage)
    return (features, Labels(names: names, codes: codes))
  }
}

/// The greatest difference of two lists, relative to the greatest number where that is above 1.
func difference(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  let (a, b) = (Array(a), Array(b))
  guard a.count == b.count else { return .infinity }
  let scale = max(1, b.lazy.map(abs).max() ?? 0)
  return zip(a, b).map { abs($0 - $1) / scale }.max() ?? 0
}

let twoThreads = ExecutionContext(threads: 2)
