import Imaging
import TestSupport

@testable import FaceAlignment

/// Pictures that the small files of `FaceFiles` find something in.
enum Pictures {
  /// Grey, with squares of `side` that are dark above and bright below; brightness changes slowly beneath.
  static func squares(width: Int, height: Int, _ squares: [(x: Int, y: Int, side: Int)]) -> Image {
    var pixels = (0..<width * height).map { UInt8(100 + $0 % width / 4 + $0 / width / 8) }
    for square in squares {
      for row in 0..<square.side {
        for column in 0..<square.side {
          pixels[(square.y + row) * width + square.x + column] = UInt8(2 * row < square.side ? 30 + column : 200 + row)
        }
      }
    }
    return Image(width: width, height: height, channels: 1, pixels: pixels)
  }

  static let two = squares(width: 61, height: 47, [(7, 9, 12), (30, 12, 27)])
}

func cascade(_ text: String) throws -> Cascade { try Cascade(xml: Array(text.utf8), path: "test.xml") }

func predictor(_ bytes: [UInt8]) throws -> ShapePredictor {
  try bytes.withUnsafeBytes { try ShapePredictor(bytes: $0, path: "test.dat") }
}
