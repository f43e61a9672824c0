import DeepFeatures
import Imaging
import Numerics
import Plans
import Samples

/// `augment`, `augment only=minority times=3 rotate=15`
struct AugmentStage: ResamplerStage {
  enum Which: String, WordParameter {
    case all, minority
    static let placeholder = Which.all
  }

  static let balancesClasses = false
  static let declaration = Declaration(
    "augment", "Adds training images that show the same a little differently.", takes: .images, gives: .images,
    discussion: """
      A face that is mirrored, turned a little or lit otherwise is the same face with the same expression, but other \
      numbers: a network that has seen both relies less on what does not matter. Each new image has a change of every \
      kind that is asked for, drawn anew: up to `rotate` degrees, `shift` and `scale` of its size, `brightness`, \
      `contrast`, `noise` and `blur`, a square of `cutout` of its side covered, and, with `mixup`, part of another \
      training image of the same class. Only training rows are added to, and test images stay as they are. \
      `only=minority` varies the images of classes below the median in number. `… | augment | show` draws images beside what it made of them. \
      Changes that are not true of your data do harm: upside-down faces teach nothing about upright ones.
      """,
    searchTerms: ["augmentation", "flip", "rotate", "cutout", "mixup", "noise", "blur", "imbalance"],
    reference: "Shorten & Khoshgoftaar 2019; DeVries & Taylor 2017; Zhang et al. 2018",
    examples: [
      Example("faces n=40 subjects=8 | augment | show 8", shows: "augmented"),
      Example(
        "load \"ziya07\" | resize 32 | augment only=minority times=2 rotate=15 | lbp grid=4 | logreg", shows: "macro-F1"
      ),
      Example("faces n=40 subjects=8 | augment noise=0.05 blur=1 cutout=25% mixup=0.2 | pixels", shows: "for training"),
    ])

  @Parameter("new images of each", in: .between(1, 100)) var times = 1
  @Parameter("of which classes: all, or those below the median in number") var only = Which.all
  @Parameter("whether one in two is mirrored") var flip = true
  @Parameter("largest turn, in degrees", in: .between(0, 180)) var rotate = 10.0
  @Parameter("largest move, as a share of the image", in: .between(0, 1)) var shift = Share(0.05)
  @Parameter("largest change of size", in: .between(0, 0.9)) var scale = Share(0.05)
  @Parameter("largest change of brightness", in: .between(0, 1)) var brightness = Share(0.1)
  @Parameter("largest change of contrast", in: .between(0, 1)) var contrast = Share(0.1)
  @Parameter("deviation of noise on each pixel, as a share of white", in: .between(0, 1)) var noise = Share(0)
  @Parameter("largest deviation of a blur, in pixels", in: .between(0, 50)) var blur = 0.0
  @Parameter("side of a covered square, as a share of the shorter side", in: .between(0, 1)) var cutout = Share(0)
  @Parameter("how strongly images of one class are mixed: α of the Beta distribution", in: .between(0, 1)) var mixup =
    0.0

  private var augmentation: ImageAugmentation {
    var changes = ImageAugmentation()
    (changes.flips, changes.rotation, changes.shift, changes.scale) = (flip, rotate, shift.value, scale.value)
    (changes.brightness, changes.contrast) = (brightness.value, contrast.value)
    (changes.noise, changes.blur, changes.cutout) = (noise.value, blur, cutout.value)
    return changes
  }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let images = try training.content.require(ImageStack.self, for: "augment")
    let codes = try training.metadata.labels.codes
    let originals = chosen(try training.metadata.labels, context)
    let rows = (0..<times).flatMap { _ in originals }
    let partners = mixup > 0 ? partners(of: rows, codes, context.seed) : []
    let made = try images.augmented(
      rows, by: augmentation, mixing: partners, seed: context.seed, context: context.execution)
    var all = images
    all.append(contentsOf: made)
    if !rows.isEmpty { context.note("augment added \(rows.count) images to the \(images.count) for training") }
    let additions = rows.enumerated().map { index, row in
      MadeRow(code: codes[row], parents: index < partners.count ? [row, partners[index].row] : [row])
    }
    let metadata = try training.metadata.resampled(keeping: Array(0..<images.count), adding: additions)
    return Samples(
      content: all,
      metadata: naming(rows, training.metadata, in: keepingSubjects(of: rows, training.metadata, in: metadata)))
  }

  private func chosen(_ labels: Labels, _ context: StageContext) -> [Int] {
    guard only == .minority else { return Array(0..<labels.count) }
    let counts = labels.counts
    let present = counts.filter { $0 > 0 }.sorted()
    guard !present.isEmpty else { return [] }
    let median = Double(present[(present.count - 1) / 2] + present[present.count / 2]) / 2
    let rows = labels.codes.indices.filter { Double(counts[labels.codes[$0]]) < median }
    if rows.isEmpty { context.note("no class is below the median in number, so augment added nothing") }
    return rows
  }

  /// For each new image another training image of its class; itself where it is the only one.
  private func partners(of rows: [Int], _ codes: [Int], _ seed: UInt64) -> [(row: Int, share: Double)] {
    let members = Dictionary(grouping: codes.indices, by: { codes[$0] })
    return rows.enumerated().map { index, row in
      var generator = SeededGenerator.derived(from: seed, -1, index)
      let group = members[codes[row]] ?? [row]
      return (group[generator.below(group.count)], mixupShare(alpha: mixup, &generator))
    }
  }

  /// A changed image still shows whom it showed, so whoever holds back subjects holds it back with them.
  private func keepingSubjects(of rows: [Int], _ given: RowMetadata, in metadata: RowMetadata) -> RowMetadata {
    guard mixup == 0, let subjects = given.column(.subject)?.texts else { return metadata }
    return metadata.setting(MetadataColumn("subject", .subject, .texts(subjects + rows.map { subjects[$0] })))
  }

  /// What each new image was made of, by its name; of those that were made before, what they were made of.
  private func naming(_ rows: [Int], _ given: RowMetadata, in metadata: RowMetadata) -> RowMetadata {
    let before = given.column(.madeFrom)?.texts ?? [String?](repeating: nil, count: given.count)
    let names = given.rowNames
    return metadata.setting(
      MetadataColumn("made from", .madeFrom, .texts(before + rows.map { before[$0] ?? names[$0] })))
  }
}

extension MetadataColumn.Role {
  /// The name of the row that `augment` made another of.
  static let madeFrom = MetadataColumn.Role(rawValue: "made from")
}
