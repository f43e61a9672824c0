import Datasets
import FaceAlignment
import Glibc
import Imaging
import NeuralNetworks
import Numerics

// fuzz ENDING COUNT FIRST FOLDER SEED…: reads COUNT variants of the seeds, numbered from FIRST, as files of that ending.
// The variant at hand lies in FOLDER, so what brought the program down is left there. `KEEP=N` writes the first N pictures
// that were read, with their pixels, for `compare.py`.

let arguments = CommandLine.arguments
guard arguments.count > 5, let count = UInt64(arguments[2]), let first = UInt64(arguments[3]) else {
  print("usage: fuzz ENDING COUNT FIRST FOLDER SEED…")
  exit(2)
}
let (ending, folder) = (arguments[1], arguments[4])
let mutations = Mutations(seeds: try arguments[5...].map { try readWholeFile($0) })
let isPicture = ["jpg", "png", "bmp", "tif", "webp", "gif", "pnm"].contains(ending)
let isNetwork = ["pth", "safetensors", "onnx"].contains(ending)
let isFaceFile = ["xml", "dat"].contains(ending)
let kept = getenv("KEEP").flatMap { Int(String(cString: $0)) } ?? 0

/// The same file over and over, faster than a new one each time.
func write(_ bytes: [UInt8], to path: String) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
    print("cannot write \(path)")
    exit(2)
  }
  close(file)
}

/// Reads a file of a network as a stage would, to the features of one image: that of an ONNX graph at the size that it asks
/// for, or at 16 × 16.
func useNetwork(_ path: String) throws {
  var network: FrozenNetwork
  if ending == "onnx" {
    network = try .onnx(path: path)
  } else {
    let weights = try WeightSet(path: path)
    // What lacks its first tensors is refused by name, and its eleven million zeros need not be laid out every time.
    guard weights.tensors["conv1.weight"] != nil else { return }
    network = try weights.tensors["conv2.weight"] == nil ? .resNet18(weights) : .small(weights)
  }
  let (height, width) = network.imageSize ?? (16, 16)
  // What a graph that asks for a picture of a million pixels needs is no fault of reading it.
  guard height * width <= 1 << 12 else { return }
  for precision in NetworkPrecision.allCases {
    let prepared = try network.prepared(height: height, width: width, precision: precision)
    _ = try prepared.features(count: 1, context: .plain) { _, pixels in pixels.update(repeating: 0.5) }
  }
}

/// Faces are looked for in it.
let scene = Image(
  width: 40, height: 30, channels: 1,
  pixels: (0..<1200).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 &+ ($0 % 40 < 20 ? 0 : 90)) })

/// Reads a cascade, or a predictor of landmarks, and looks with it as `align` would.
func useFaceFile(_ path: String) throws {
  if ending == "xml" {
    _ = try CascadeDetector(Cascade(contentsOf: path)).detections(in: scene)
  } else {
    _ = try ShapePredictor(contentsOf: path).landmarks(in: scene, box: PixelBox(x: 5, y: 4, width: 20, height: 20))
  }
}

/// Binary PGM or PPM.
func written(_ image: Image) -> [UInt8] {
  Array("P\(image.channels == 1 ? 5 : 6)\n\(image.width) \(image.height)\n255\n".utf8) + image.pixels
}

var (taken, refused, slowest, slowestNumber) = (0, 0, 0.0, first)
let path = "\(folder)/variant.\(ending)"
let clock = ContinuousClock()
let start = clock.now
for number in first..<first + count {
  let bytes = mutations.variant(number)
  write(bytes, to: path)
  let began = clock.now
  do {
    if isPicture {
      let image = try bytes.withUnsafeBytes { try decodeImage($0) }
      guard image.pixels.count == image.width * image.height * image.channels else {
        print(
          "\(ending) \(number): \(image.pixels.count) bytes for \(image.width) × \(image.height) × \(image.channels)")
        exit(1)
      }
      if taken < kept {
        write(bytes, to: "\(folder)/\(number).\(ending)")
        write(written(image), to: "\(folder)/\(number).\(ending).pixels")
      }
    } else if isNetwork {
      try useNetwork(path)
    } else if isFaceFile {
      try useFaceFile(path)
    } else {
      _ = try DatasetLoader().load(path: path)
    }
    taken += 1
  } catch is ImagingError { refused += 1 } catch is DatasetError { refused += 1 } catch is NetworkError {
    refused += 1
  } catch is FaceAlignmentError { refused += 1 } catch {
    print("\(ending) \(number): an error of no kind: \(error)")
    exit(1)
  }
  let seconds = (clock.now - began) / .seconds(1)
  if seconds > slowest { (slowest, slowestNumber) = (seconds, number) }
}
unlink(path)
var usage = rusage()
getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
print(
  "\(ending): \(count) variants from \(first) of \(mutations.seeds.count) seeds, \(taken) read, \(refused) refused, "
    + "slowest \(rounded(slowest)) s (\(slowestNumber)), most memory \(usage.ru_maxrss / 1024) MB, "
    + "\(rounded((clock.now - start) / .seconds(1))) s")
