import Files
import Foundation
import Numerics
import Testing

@testable import Datasets

/// Damaged files never bring the program down: they load, or they throw. `MIEN_FUZZ=10` tries ten times as many, for builds
/// with an AddressSanitizer.
struct MutationTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Loads variants of a file, each with a few bytes changed, removed or repeated.
  private func load(variantsOf bytes: [UInt8], fileExtension: String, seed: UInt64, count: Int = 1000) throws {
    let factor = ProcessInfo.processInfo.environment["MIEN_FUZZ"].flatMap { Int($0) } ?? 1
    let reader = ContentReader(options: LoadOptions(), context: .plain)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<count * factor {
      var variant = bytes
      for _ in 0...generator.below(4) where variant.count > 2 {
        let place = generator.below(variant.count)
        switch generator.below(5) {
        case 0: variant[place] = UInt8(generator.below(256))
        case 1: variant[place] = [0, 0xFF, 0x7F, 0x80, 0x22, 0x0A][generator.below(6)]
        case 2: variant.removeSubrange(place..<min(variant.count, place + 1 + generator.below(20)))
        case 3: variant.insert(contentsOf: variant[place..<min(variant.count, place + 9)], at: place)
        default: variant.removeSubrange(place...)
        }
      }
      let file = try FileBytes(count: variant.count) { $0.copyBytes(from: variant) }
      do {
        _ = try Dataset(
          reader.read(file, name: "variant." + fileExtension), name: "variant", known: nil, context: .plain)
      } catch is DatasetError {}
    }
  }

  @Test(arguments: ["stored.npz", "deflated.npz", "fortran.npz", "grey.npz", "zip64.npz"])
  func arrays(_ name: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: try fixture(name))))
    try load(variantsOf: bytes, fileExtension: "npz", seed: 1)
  }

  @Test(arguments: [true, false])
  func archives(_ isDeflated: Bool) throws {
    let writer = try ZipWriter(path: folder.path("set.zip"), isDeflated: isDeflated)
    for (tone, name) in ["train/happy/1.png", "test/sad/2.png", "test/happy/3.png"].enumerated() {
      let image = try encodedImage(tone: tone)
      try image.withUnsafeBytes { try writer.add(name, pieces: [$0], context: .plain) }
    }
    try writer.commit()
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder.path("set.zip"))))
    try load(variantsOf: bytes, fileExtension: "zip", seed: 2)
  }

  @Test(arguments: ["set.tar", "set.tar.gz", "set.tar.bz2", "set.tar.xz", "set.7z", "set.rar", "table.csv.gz"])
  func archivesOfOtherKinds(_ name: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: try fixture("archives/\(name)"))))
    let ending = name.split(separator: ".").dropFirst().joined(separator: ".")
    try load(variantsOf: bytes, fileExtension: ending, seed: 4, count: 60)
  }

  @Test(arguments: [
    "emotion,pixels,Usage\n0,1 2 3 4,Training\n3,9 8 7 6,PublicTest\n",
    "\u{FEFF}a;b;label;subject\r\n1,5;2;\"x;\"\"y\";S1\r\n3;4e5;z;S2\r\n", "5.1,3.5,setosa\n4.9,3.0,virginica\n",
  ])
  func tables(_ text: String) throws {
    try load(variantsOf: Array(text.utf8), fileExtension: "csv", seed: 3)
  }
}
