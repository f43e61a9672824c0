import Glibc
import Imaging
import Numerics

extension SyntheticFaces {
  /// What is on one picture.
  public struct Row: Sendable, Equatable {
    public let emotion: Emotion
    public let subject: Int
    /// Which moment it shows, where there are several pictures of each; nil where every picture is a moment of its own.
    public var moment: Int?
  }

  /// Which parts of the randomness are for what.
  private enum Stream {
    static let order = 0
    static let identity = 1
    static let scene = 2
    static let expression = 3
    static let groups = 4
    static let occlusion = 5
    static let fewer = 6
    static let labels = 7
    static let frame = 8
  }

  /// Draws all faces. The same wishes give the same bytes, on any number of threads.
  ///
  /// - Throws: `SyntheticFaceError.tooLarge`, `Interrupted`. Cost: about a third of a millisecond a face and core at 80 pixels; memory size² bytes a face.
  public func render(context: ExecutionContext = .plain) throws -> SyntheticFaceSet {
    try checkMemory()
    let rows = rows()
    let identities = identities()
    let area = size * size
    let count = rows.count
    try AddressSpace.require(count * area)
    // Not zeroed first: for many faces that takes seconds in which nobody could interrupt.
    let bytes = try [UInt8](unsafeUninitializedCapacity: count * area) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: count, size: 64) { piece in
        let canvas = FaceCanvas(size: size)
        for row in piece { draw(row, rows[row], identities, on: canvas, into: target.base + row * area) }
        context.report(fraction: Double(piece.upperBound) / Double(count))
      }
      initialized = count * area
    }
    let shape = ImageStack.Shape(width: size, height: size, channels: 1)
    return SyntheticFaceSet(
      images: ImageStack(shapes: [ImageStack.Shape](repeating: shape, count: count), bytes: bytes),
      labels: labels(of: rows, identities), subjects: rows.map { subjectName($0.subject) },
      groups: rows.map { identities[$0.subject].skinTone.rawValue })
  }

  /// Half of the memory that is built in: features are still to be made from the pictures.
  private func checkMemory() throws(SyntheticFaceError) {
    let limit = max(0, sysconf(Int32(_SC_PHYS_PAGES)) / 2 * sysconf(Int32(_SC_PAGESIZE)))
    let count = classes.reduce(0) { $0 + $1.count }
    let bytes = count * size * size
    guard bytes <= limit else { throw .tooLarge(count: count, gibibytes: bytes >> 30, limit: limit >> 30) }
  }

  private func draw(
    _ index: Int, _ row: Row, _ identities: [FaceIdentity], on canvas: FaceCanvas,
    into bytes: UnsafeMutablePointer<UInt8>
  ) {
    let identity = identities[row.subject]
    let moment = row.moment ?? index
    var scene = scene(ofRow: moment, showing: identity)
    if row.moment != nil {
      var generator = SeededGenerator.derived(from: seed, Stream.frame, index)
      scene = scene.inAnotherFrame(drawnFrom: &generator)
    }
    renderer.draw(
      identity, expression(ofRow: moment, showing: row.emotion), scene, on: canvas, into: bytes)
    guard isNeglected(identity, by: .occlusion) else { return }
    var generator = SeededGenerator.derived(from: seed, Stream.occlusion, moment)
    Occlusion(severity: bias, size: size, drawnFrom: &generator).draw(into: bytes)
  }

  /// Whether a face is of the biased group, and this is one of the ways in which that has it worse.
  func isNeglected(_ identity: FaceIdentity, by cause: BiasCause) -> Bool {
    bias > 0 && identity.skinTone == biasedGroup && causes.contains(cause)
  }

  /// Pose, light and camera of a row, or of a moment; worse for the biased group.
  public func scene(ofRow row: Int, showing identity: FaceIdentity) -> FaceScene {
    var generator = SeededGenerator.derived(from: seed, Stream.scene, row)
    var scene = FaceScene(drawnFrom: &generator)
    if isNeglected(identity, by: .light) { scene = scene.neglected(by: bias) }
    if isNeglected(identity, by: .pose) { scene = scene.turned(by: bias) }
    if isNeglected(identity, by: .noise) { scene = scene.grainy(by: bias) }
    return scene
  }

  /// How the face of a row, or of a moment, moves.
  public func expression(ofRow row: Int, showing emotion: Emotion) -> FaceExpression {
    var generator = SeededGenerator.derived(from: seed, Stream.expression, row)
    return FaceExpression(emotion, intensity: intensity, variedBy: &generator)
  }

  /// The subjects. Groups take turns in random order, so that their sizes differ by one at most.
  public func identities() -> [FaceIdentity] {
    (0..<subjects).map { subject in
      let tones = SkinTone.allCases
      var turn = SeededGenerator.derived(from: seed, Stream.groups, subject / tones.count)
      let tone = toneGranted(turn.shuffled(tones)[subject % tones.count], to: subject)
      var generator = SeededGenerator.derived(from: seed, Stream.identity, subject)
      return FaceIdentity(tone, drawnFrom: &generator)
    }
  }

  /// Where the biased group has fewer people, most of its places go to others.
  private func toneGranted(_ tone: SkinTone, to subject: Int) -> SkinTone {
    guard tone == biasedGroup, bias > 0, causes.contains(.fewer) else { return tone }
    var generator = SeededGenerator.derived(from: seed, Stream.fewer, subject)
    let others = SkinTone.allCases.filter { $0 != biasedGroup }
    return generator.uniform() < 0.8 * Double(bias) ? others[generator.below(others.count)] : tone
  }

  /// Emotion and subject of every row, in random order.
  public func rows() -> [Row] {
    var rows: [Row] = []
    rows.reserveCapacity(count)
    // Going on with the next subject from class to class keeps both subjects and classes even.
    var moments = 0
    for (emotion, count) in classes {
      for frame in 0..<count {
        if frame % frames == 0 { moments += 1 }
        let moment = moments - 1
        rows.append(Row(emotion: emotion, subject: moment % subjects, moment: frames == 1 ? nil : moment))
      }
    }
    var generator = SeededGenerator.derived(from: seed, Stream.order)
    return generator.shuffled(rows)
  }

  /// "faces-007": the name of the set and the number of the subject, from 1, as wide as the last one.
  public func subjectName(_ subject: Int) -> String {
    let digits = String(subject + 1)
    let width = max(2, String(subjects).count)
    return "\(name)-" + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// What the rows are said to show; of the biased group some are said to show another of the emotions, where labels are a
  /// cause.
  private func labels(of rows: [Row], _ identities: [FaceIdentity]) -> Labels {
    let emotions = Emotion.allCases.filter { emotion in classes.contains { $0.emotion == emotion } }
    let codes = Dictionary(uniqueKeysWithValues: emotions.enumerated().map { ($1, $0) })
    return Labels(
      names: emotions.map(\.rawValue),
      codes: rows.enumerated().map { index, row in
        let code = codes[row.emotion] ?? 0
        guard emotions.count > 1, isNeglected(identities[row.subject], by: .labels) else { return code }
        var generator = SeededGenerator.derived(from: seed, Stream.labels, row.moment ?? index)
        guard generator.uniform() < 0.5 * Double(bias) else { return code }
        return (code + 1 + generator.below(emotions.count - 1)) % emotions.count
      })
  }
}
