import Imaging
import Numerics
import Plans
import Samples

@testable import Stages

/// Rows to try stages on: three uneven classes that can mostly be told apart, fifteen subjects, and a split of their own
/// (every third row is a test row).
enum SampleRows {
  static let classNames = ["calm", "happy", "sad"]

  /// Class of each of `count` rows: 7 of 15 are calm, 5 happy, 3 sad.
  static func codes(_ count: Int) -> [Int] {
    let pattern = [0, 1, 0, 2, 0, 1, 0, 1, 2, 0, 1, 0, 2, 1, 0]
    return (0..<count).map { pattern[$0 % pattern.count] }
  }

  static func features(_ count: Int = 150, columns: Int = 96, codes: [Int]? = nil, seed: UInt64 = 1) -> Samples {
    let codes = codes ?? Self.codes(count)
    var generator = SeededGenerator(seed: seed)
    var storage = [Float](repeating: 0, count: count * columns)
    for row in 0..<count {
      for column in 0..<columns {
        let centre: Float = column % 3 == codes[row] ? 1.5 : 0
        storage[row * columns + column] = centre + noise(&generator)
      }
    }
    return Samples(content: Matrix(rows: count, columns: columns, storage: storage), metadata: metadata(codes))
  }

  /// Grey images of 24×24 whose brightness pattern depends on the class.
  static func images(_ count: Int = 60, side: Int = 24, channels: Int = 1, seed: UInt64 = 1) -> Samples {
    let codes = codes(count)
    var generator = SeededGenerator(seed: seed)
    var stack = ImageStack()
    for row in 0..<count {
      let pixels = (0..<side * side * channels).map { index -> UInt8 in
        let base: Float = (index / 3) % 3 == codes[row] ? 170 : 90
        return UInt8(max(0, min(255, base + 40 * noise(&generator))))
      }
      stack.append(Image(width: side, height: side, channels: channels, pixels: pixels))
    }
    return Samples(content: stack, metadata: metadata(codes))
  }

  /// Sentences of four words, two of which the class makes likely.
  static func texts(_ count: Int = 60, _ text: ((Int) -> String)? = nil) -> Samples {
    let codes = codes(count)
    let words = [["quiet", "still", "resting"], ["smile", "laughing", "joy"], ["tears", "frown", "grief"]]
    let texts = (0..<count).map { row in
      text?(row) ?? "\(words[codes[row]][row % 3]) face \(words[codes[row]][row / 3 % 3]) word\(row % 7)"
    }
    return Samples(content: TextContent(texts: texts), metadata: metadata(codes))
  }

  static func metadata(_ codes: [Int], subjects: Int = 15, sources: [String] = ["sample"]) -> RowMetadata {
    let count = codes.count
    return RowMetadata(
      labels: Labels(names: classNames, codes: codes), subjects: (0..<count).map { "S\($0 % subjects)" },
      sources: (0..<count).map { sources[$0 % sources.count] }, parts: (0..<count).map { $0 % 3 == 2 ? .test : .train },
      rowNames: (0..<count).map { "row \($0)" },
      attributes: [.attribute("group", (0..<count).map { $0 % 2 == 0 ? "light" : "dark" })],
      origin: DataProvenance(name: "sample", fingerprint: "sample"))
  }

  /// Roughly normal: the sum of four uniform numbers.
  private static func noise(_ generator: inout SeededGenerator) -> Float {
    (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -0.9...0.9, using: &generator) }
  }
}

extension Samples {
  /// The same metadata over other content.
  func replacingContent(_ content: any RowContent) -> Samples {
    Samples(content: content, metadata: metadata)
  }

  /// The features with some numbers written over.
  func settingFeatures(_ change: (inout Matrix) -> Void) -> Samples {
    guard var matrix = content.told(as: Matrix.self) else { return self }
    change(&matrix)
    return replacingContent(matrix)
  }
}
