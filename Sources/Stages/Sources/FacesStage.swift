import Basics
import Glibc
import Imaging
import SyntheticFaces
import Numerics
import Plans
import Samples

/// `faces n=500 intensity=0.5`
struct FacesStage: SourceStage {
  static let declaration = Declaration(
    "faces", "Draws synthetic faces with known emotions, subjects and skin tones.", takes: .nothing, gives: .images,
    discussion: """
      Every face is drawn from an identity (shape, eyes, brows, nose, mouth, skin tone, hair, glasses) and an expression \
      made of the action units that the Facial Action Coding System gives for its emotion, under varying pose, light, \
      blur and noise. A low `intensity` makes expressions as faint as micro-expressions are. `bias` gives the group of dark \
      skin tone a worse deal, so that unfairness can be seen to arise; `cause=` says which: worse `light`, `occlusion` by a \
      mask or a hand, turned `pose`, `noise` and blur, `fewer` people of it, wrong `labels`, or several: \
      `cause=[light, fewer]`. Wrong labels are wrong in the test as well, as they would be. `imbalance=10` draws ten times \
      as many of the first class as of the last, and the others in even ratios between. `frames=4` draws four pictures of \
      every moment, which differ as neighbouring frames of a film do: in noise, and in the head by less than a pixel. The faces are invented: what is \
      measured on them says nothing about real people, and everything made from them says so.
      """,
    searchTerms: ["synthetic", "generate", "random", "toy"],
    reference: "Ekman, Friesen & Hager: Facial Action Coding System (2002)",
    examples: [
      Example("faces n=40 subjects=8", shows: "images of 80×80"),
      Example("faces n=80 imbalance=10 subjects=8 | classes", shows: "contempt"),
      Example("faces n=60 classes=[\"happy\", \"sad\"] subjects=6 | classes", shows: "happy"),
      Example("faces n=80 subjects=5 frames=4 | lbp | knn 1 | cv 4 by=row", shows: "split by row"),
      Example("faces n=60 subjects=12 bias=0.8 cause=[occlusion, pose] | show 3", shows: "anger"),
    ])

  @Parameter("how many faces", in: .between(1, 1_000_000), positional: true) var n = 700
  @Parameter("the emotions to draw, shared evenly; all eight if left out") var classes: [EmotionName] = []
  @Parameter("how many different people", in: .between(1, 1_000_000)) var subjects: Int? = nil
  @Parameter("how strong the expressions are, 0 to 1", in: .between(0, 1)) var intensity = 0.35
  @Parameter("how much worse one group has it, 0 to 1", in: .between(0, 1)) var bias = 0.0
  @Parameter("in what way: light, occlusion, pose, noise, fewer, labels, or several") var cause: [CauseName] = [
    CauseName(name: BiasCause.light.rawValue)
  ]
  @Parameter("how many times more faces the first class has than the last", in: .between(1, 1000)) var imbalance = 1.0
  @Parameter("how many pictures of each moment, as frames of a film", in: .between(1, 1000)) var frames = 1
  @Parameter("width and height in pixels", in: .between(32, 512)) var size = 80

  func load(_ context: StageContext) throws -> Samples {
    let names = classes.isEmpty ? Emotion.allCases.map(\.rawValue) : classes.map(\.name)
    let faces = try SyntheticFaces(
      counts: zip(names, FacesStage.counts(n, among: names.count, imbalance: imbalance)).map { (name: $0, count: $1) },
      subjects: subjects ?? min(n, max(1, n / max(20, frames))), intensity: intensity, bias: bias,
      causes: cause.compactMap { BiasCause(rawValue: $0.name) }, frames: frames, size: size, seed: context.seed)
    return try faces.samples(
      origin: DataProvenance(
        name: "faces", summary: [DataFact("", "synthetic faces, drawn by mien: not people")],
        synthetic: "synthetic faces",
        fingerprint: Digest("faces", recipe, String(context.seed)).hexadecimal), context.execution)
  }

  /// What the faces depend on. What came later and changes nothing as it stands is left out: the same faces have the
  /// fingerprint that older runs know them by.
  private var recipe: String {
    let isPlainCause = bias == 0 || cause.map(\.name) == FacesStage().cause.map(\.name)
    let unchanged = [("cause", isPlainCause), ("imbalance", imbalance == 1), ("frames", frames == 1)]
    return canonicalArguments(without: Set(unchanged.filter(\.1).map(\.0)))
  }

  /// `n` shared over classes so that each has the same ratio to the next and the first has `imbalance` times as many as the
  /// last, as nearly as whole faces allow; evenly for 1, where the first ones get one more if it does not divide.
  static func counts(_ n: Int, among classes: Int, imbalance: Double) -> [Int] {
    let weights = (0..<classes).map { exp(-log(imbalance) * Double($0) / Double(max(1, classes - 1))) }
    let total = weights.reduce(0, +)
    let exact = weights.map { $0 / total * Double(n) }
    var counts = exact.map { Int($0) }
    let order = counts.indices.sorted { a, b in
      let (x, y) = (exact[a] - Double(counts[a]), exact[b] - Double(counts[b]))
      return abs(x - y) < 1e-9 ? a < b : x > y
    }
    for index in order.prefix(n - counts.reduce(0, +)) { counts[index] += 1 }
    // A class without a face could be neither learnt nor missed.
    for index in counts.indices where counts[index] == 0 && n >= classes {
      guard let largest = counts.indices.max(by: { counts[$0] < counts[$1] }) else { break }
      (counts[largest], counts[index]) = (counts[largest] - 1, 1)
    }
    return counts
  }
}

/// A way in which a group has it worse, as a bare word or in quotes.
struct CauseName: ParameterValue, Hashable {
  static let type = ParameterType.words(BiasCause.allCases.map(\.rawValue))
  static let placeholder = CauseName(name: "")
  let name: String
  var canonicalText: String { name }

  init(name: String) {
    self.name = name
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    let names = BiasCause.allCases.map(\.rawValue)
    switch argument {
    case .word(let word), .text(let word):
      guard names.contains(word) else { throw .word(word, expected: names) }
      name = word
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }
}

/// The name of an emotion, as a bare word or in quotes.
struct EmotionName: ParameterValue, Hashable {
  static let type = ParameterType.words(Emotion.allCases.map(\.rawValue))
  static let placeholder = EmotionName(name: "")
  let name: String
  var canonicalText: String { name }

  init(name: String) {
    self.name = name
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    let names = Emotion.allCases.map(\.rawValue)
    switch argument {
    case .word(let word), .text(let word):
      guard names.contains(word) else { throw .word(word, expected: names) }
      name = word
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }
}

extension SyntheticFaces {
  /// Rendered, with everything known of each face.
  func samples(origin: DataProvenance, _ context: ExecutionContext) throws -> Samples {
    let set = try render(context: context)
    let count = set.labels.count
    return Samples(
      content: set.images,
      metadata: RowMetadata(
        labels: set.labels, subjects: set.subjects, sources: [String](repeating: origin.name, count: count),
        rowNames: (0..<count).map { "\(origin.name) \($0 + 1)" }, attributes: [.attribute("group", set.groups)],
        origin: origin))
  }
}
