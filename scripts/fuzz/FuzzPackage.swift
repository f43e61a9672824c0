// swift-tools-version: 6.1
import PackageDescription

let optimised: [SwiftSetting] = [.unsafeFlags(["-O"])]

func library(_ name: String) -> Target { .systemLibrary(name: name, path: "Sources/Libraries/\(name)") }

func module(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: imports, exclude: ["README.md"], swiftSettings: optimised)
}

/// The readers and what they stand on, with the program that feeds them.
let package = Package(
  name: "fuzz", products: [.executable(name: "fuzz", targets: ["fuzz"])],
  targets: [
    library("COpenBLAS"), library("CPNG"), library("CJPEG"), library("CTIFF"), library("CWebP"), library("CZlib"),
    library("CArchive"), library("CByteProducts"),
    module("Basics"), module("Files", ["CZlib"]), module("Numerics", ["CByteProducts", "COpenBLAS"]),
    module("Samples", ["Basics", "Numerics"]),
    module("Imaging", ["Samples", "Numerics", "CPNG", "CJPEG", "CTIFF", "CWebP", "CZlib"]),
    module("Datasets", ["Basics", "Samples", "Files", "Numerics", "Imaging", "CZlib", "CArchive"]),
    module("NeuralNetworks", ["Basics", "CByteProducts", "Files", "Numerics"]),
    module("FaceAlignment", ["Files", "Imaging", "Numerics"]),
    .executableTarget(
      name: "fuzz", dependencies: ["Datasets", "FaceAlignment", "Imaging", "NeuralNetworks", "Numerics"],
      swiftSettings: optimised),
  ], swiftLanguageModes: [.v6])
