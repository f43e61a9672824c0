// swift-tools-version: 6.1
import PackageDescription

/// Numeric code is built optimised even in debug, so that the tests are as fast as the program, and
/// for the processor at hand, because without FMA a SIMD multiply-add becomes a call into libm.
/// `MIEN_CPU=x86-64-v3` makes a binary for any machine with AVX2.
let processor = Context.environment["MIEN_CPU"] ?? "native"
let numeric: [SwiftSetting] = [.unsafeFlags(["-O", "-Xcc", "-march=\(processor)"])]

/// A C library from a Debian package, wrapped by a module map.
func library(_ name: String) -> Target {
  .systemLibrary(name: name, path: "Sources/Libraries/\(name)")
}

/// One module: a folder in `Sources`, and what it may import.
func module(_ name: String, imports: [Target.Dependency] = [], numeric isNumeric: Bool = false) -> Target {
  .target(
    name: name, dependencies: imports, exclude: ["README.md"],
    swiftSettings: isNumeric ? numeric : [])
}

/// The tests of one module.
func tests(
  of name: String, also imports: [Target.Dependency] = [], resources: [Resource] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + imports, exclude: exclude, resources: resources)
}

let fixtures: [Resource] = [.copy("Fixtures")]

/// The lessons, and the mistakes that they know.
let lessons = [
  "ablation.mien", "causes.mien", "certainty.mien", "explanations.mien", "fairness.mien", "imbalance.mien",
  "leakage.mien",
  "mistakes.txt", "pipelines.mien", "smote.mien", "stills.mien", "tutorial.mien",
].map { "lessons/\($0)" }

let package = Package(
  name: "mien",
  products: [
    .executable(name: "mien", targets: ["mien"]), .executable(name: "mien-kernel", targets: ["mien-kernel"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    library("COpenBLAS"),
    library("CPNG"),
    library("CJPEG"),
    library("CTIFF"),
    library("CWebP"),
    library("CZlib"),
    // No package: what the compiler of C has for the processor, in a header.
    library("CByteProducts"),
    library("CArchive"),
    library("CReadline"),
    library("CCairo"),
    library("CZeroMQ"),

    module("Basics", numeric: true),
    module("Diagnostics", imports: ["Basics"]),
    module("Syntax", imports: ["Basics", "Diagnostics"]),
    module("Files", imports: ["CZlib"], numeric: true),
    module("Numerics", imports: ["CByteProducts", "COpenBLAS"], numeric: true),
    module("Samples", imports: ["Basics", "Numerics"], numeric: true),
    module("Imaging", imports: ["Samples", "Numerics", "CPNG", "CJPEG", "CTIFF", "CWebP", "CZlib"], numeric: true),
    module("SyntheticFaces", imports: ["Basics", "Imaging", "Numerics"], numeric: true),
    module("Learning", imports: ["Numerics"], numeric: true),
    module("AutoML", imports: ["Learning", "Numerics"], numeric: true),
    module("Evaluation", imports: ["Samples", "Numerics"], numeric: true),
    module(
      "Datasets", imports: ["Basics", "Samples", "Files", "Numerics", "Imaging", "CZlib", "CArchive"], numeric: true),
    module("NeuralNetworks", imports: ["Basics", "CByteProducts", "Files", "Numerics"], numeric: true),
    .target(
      name: "CDefaultWeights", exclude: ["README.md", "resnet18-faces.safetensors"]),
    module(
      "DeepFeatures", imports: ["Basics", "CDefaultWeights", "Imaging", "NeuralNetworks", "Numerics"], numeric: true),
    module("FaceAlignment", imports: ["Files", "Imaging", "Numerics"], numeric: true),
    module("Drawing", imports: ["Basics"]),
    module("Graphics", imports: ["Basics", "Drawing"]),
    module("Printing", imports: ["Basics", "Drawing", "CCairo"], numeric: true),
    module("Causal", imports: ["Numerics"], numeric: true),
    module("Graphs", imports: ["Numerics"], numeric: true),
    module("TextMining", imports: ["Numerics"], numeric: true),
    module("Plans", imports: ["Basics", "Drawing", "Samples", "Diagnostics", "Numerics"]),
    module("Rendering", imports: ["Basics", "Diagnostics", "Drawing", "Graphics", "Plans", "Samples"]),
    module("Store", imports: ["Basics", "Plans", .product(name: "GRDB", package: "GRDB.swift")]),
    module(
      "Stages",
      imports: [
        "Basics", "Plans", "Samples", "Diagnostics", "Numerics", "Imaging", "SyntheticFaces", "Learning", "AutoML",
        "Evaluation", "Datasets", "Drawing", "Printing", "Rendering", "Causal", "Graphs", "TextMining",
        "StandardLibrary", "NeuralNetworks", "DeepFeatures", "FaceAlignment",
      ]),
    .target(
      name: "StandardLibrary", path: "stdlib", exclude: ["README.md"],
      resources: ["recipes.mien", "elsewhere.txt", "help.md", "abstracts.csv"].map { .embedInCode($0) }
        + lessons.map { .embedInCode($0) }),
    module(
      "Interpreter", imports: ["Basics", "StandardLibrary", "Syntax", "Plans", "Samples", "Diagnostics", "Numerics"]),
    module("Cluster", imports: ["Basics", "Diagnostics", "Numerics", "Plans"]),
    module("Lessons", imports: ["Basics", "Diagnostics", "Syntax", "Plans", "Interpreter", "StandardLibrary"]),
    module("Notebooks", imports: ["Basics", "Numerics"]),
    module(
      "CommandLine",
      imports: [
        "Basics", "Cluster", "Interpreter", "Lessons", "Notebooks", "Plans", "Diagnostics", "Drawing", "Numerics",
        "Graphics", "Printing", "Rendering", "Syntax",
      ]),
    module(
      "Prompt",
      imports: [
        "Basics", "CommandLine", "Interpreter", "Lessons", "Plans", "Diagnostics", "Graphics", "Rendering", "Syntax",
        "CReadline",
      ]),
    module(
      "Kernel",
      imports: [
        "Basics", "CommandLine", "Interpreter", "Lessons", "Plans", "Syntax", "Diagnostics", "Rendering", "Graphics",
        "Drawing", "Printing", "Imaging", "Numerics", "CZeroMQ", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    module(
      "LanguageServer",
      imports: ["Basics", "CommandLine", "Interpreter", "Plans", "Syntax", "Diagnostics", "Rendering"]),
    .target(
      name: "Watch",
      dependencies: [
        "Basics", "CommandLine", "Interpreter", "Lessons", "Plans", "Syntax", "Diagnostics", "Rendering", "Graphics",
        "Numerics",
      ],
      exclude: ["README.md"], resources: ["page.html", "page.css", "page.js"].map { .embedInCode($0) }),
    module("ProgramEnvironment", imports: ["CommandLine", "Stages", "Store"]),
    .executableTarget(
      name: "mien",
      dependencies: [
        "Basics", "Cluster", "CommandLine", "LanguageServer", "ProgramEnvironment", "Prompt", "Interpreter",
        "Rendering", "Plans", "Diagnostics", "Numerics", "Watch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"]),
    .executableTarget(
      name: "mien-kernel",
      dependencies: [
        "CommandLine", "Kernel", "Numerics", "ProgramEnvironment",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"]),

    .executableTarget(
      name: "WeightTraining",
      dependencies: ["DeepFeatures", "Imaging", "NeuralNetworks", "Numerics", "SyntheticFaces"],
      exclude: ["README.md"], swiftSettings: numeric),

    .executableTarget(
      name: "WorkerSimulation", dependencies: ["Basics", "Cluster"], path: "Tests/WorkerSimulation",
      exclude: ["README.md"]),
    .target(name: "TestSupport", path: "Tests/TestSupport", exclude: ["README.md"]),
    tests(of: "Basics"),
    tests(of: "Diagnostics"),
    tests(of: "Syntax", also: ["Diagnostics"]),
    tests(of: "Numerics"),
    tests(of: "Samples", also: ["Numerics"]),
    tests(of: "Imaging", also: ["Numerics"], resources: fixtures),
    tests(of: "SyntheticFaces", also: ["Imaging", "Numerics"]),
    tests(of: "Learning", also: ["Numerics"], resources: fixtures),
    tests(of: "AutoML", also: ["Learning", "Numerics"]),
    tests(of: "Evaluation", also: ["Samples", "Numerics"], exclude: ["README.md", "Simulation/README.md"]),
    tests(
      of: "Datasets", also: ["Basics", "Samples", "Files", "Numerics", "Imaging", "TestSupport"],
      resources: fixtures),
    tests(of: "NeuralNetworks", also: ["Numerics"], resources: fixtures),
    tests(of: "DeepFeatures", also: ["Imaging", "NeuralNetworks", "Numerics"]),
    tests(of: "FaceAlignment", also: ["Imaging", "Numerics", "TestSupport"]),
    tests(of: "Drawing", also: ["Basics", "Printing"], exclude: ["README.md"]),
    tests(of: "Printing", also: ["Basics", "Drawing"]),
    tests(of: "Graphics", also: ["Basics", "Drawing"]),
    tests(
      of: "Causal", also: ["Evaluation", "Numerics"], resources: fixtures, exclude: ["README.md", "Simulation/peer.py"]),
    tests(of: "Graphs", also: ["Numerics"], resources: fixtures, exclude: ["README.md"]),
    tests(of: "TextMining", also: ["Numerics"], resources: fixtures, exclude: ["README.md"]),
    tests(
      of: "Cluster",
      also: ["Basics", "Diagnostics", "Interpreter", "Numerics", "Plans", "Stages", "Store", "TestSupport"],
      exclude: ["Slurm", "README.md"]),
    tests(of: "Notebooks", also: ["Basics"]),
    tests(of: "Plans", also: ["Basics", "Drawing", "Samples", "Numerics", "Diagnostics"]),
    tests(
      of: "Store",
      also: [
        "Basics", "Stages", "Interpreter", "Plans", "Samples", "Diagnostics", "Numerics",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      of: "Stages",
      also: [
        "Basics", "Interpreter", "Syntax", "Plans", "Samples", "Learning", "AutoML", "Evaluation", "Imaging",
        "SyntheticFaces", "DeepFeatures", "NeuralNetworks", "Numerics", "Rendering", "Diagnostics", "TestSupport",
      ]),
    tests(
      of: "Interpreter",
      also: ["Basics", "Stages", "Plans", "Samples", "Syntax", "Diagnostics", "Numerics", "Imaging", "TestSupport"],
      resources: fixtures),
    tests(
      of: "Rendering",
      also: ["Basics", "Graphics", "Interpreter", "Stages", "Plans", "Samples", "Diagnostics", "Numerics"],
      exclude: ["README.md"]),
    tests(
      of: "CommandLine",
      also: [
        "Basics", "Interpreter", "Lessons", "Stages", "Plans", "Rendering", "Diagnostics", "Numerics", "Syntax",
        "Graphics",
        "TestSupport",
      ]),
    tests(
      of: "Kernel", also: ["Basics", "CommandLine", "Interpreter", "Plans", "Stages", "Diagnostics"],
      exclude: ["Jupyter", "README.md"]),
    tests(
      of: "LanguageServer", also: ["Basics", "CommandLine", "Diagnostics", "Interpreter", "Plans", "Stages", "Syntax"],
      exclude: ["Client", "README.md"]),
    tests(
      of: "Watch",
      also: ["Basics", "CommandLine", "Diagnostics", "Interpreter", "Lessons", "Plans", "Stages", "TestSupport"],
      exclude: ["README.md", "Browser"]),
    tests(of: "Lessons", also: ["Interpreter", "Stages", "Plans", "Diagnostics", "StandardLibrary", "TestSupport"]),
    tests(
      of: "Prompt", also: ["CommandLine", "Interpreter", "Lessons", "Stages", "Plans", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "HouseTests",
      dependencies: [
        "CommandLine", "Interpreter", "Lessons", "Stages", "Plans", "Diagnostics", "Numerics", "Graphs",
        "NeuralNetworks", "TextMining",
      ], exclude: ["README.md"]),
    .testTarget(name: "ProgramTests", dependencies: ["mien"]),
  ],
  swiftLanguageModes: [.v6]
)
