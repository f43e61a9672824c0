import Basics
import Imaging
import Learning
import Numerics
import Plans
import Samples

/// `faces | pixels | pca 20 | eigenfaces`, `base | eigenfaces 8`
struct EigenfacesStage: ReaderStage {
  static let declaration = Declaration(
    "eigenfaces", "Draws what the components of `pca` look at: eigenfaces, or cells of `lbp` over the mean face.",
    takes: [.features, .result], gives: .document,
    discussion: """
      Over `pixels` a component has a number for each pixel: drawn as a picture, grey is 0, and where it is light or dark the \
      component goes with bright or dark pixels. The first ones are mostly light and pose, not expression: components are \
      made for variance, which is not what tells classes apart. Over `lbp` a component has numbers for each cell of the \
      grid: the lighter a cell over the mean face, the more the component looks there. Learnt from the training rows of the \
      first split; with each stands its share of the variance.
      """,
    searchTerms: ["components", "pca", "pixels", "cells", "loadings", "picture"],
    reference: "Turk & Pentland 1991",
    examples: [
      Example("faces n=60 subjects=8 | resize 24 | pixels | pca 5 | eigenfaces 3", shows: "mean"),
      Example("faces n=60 subjects=8 | lbp | pca 5 | logreg | eigenfaces 2", shows: "%"),
    ])

  @Parameter("how many components", in: .between(1, 63), positional: true, aliases: ["n"]) var count = 8

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    guard let plan = input.as(EvaluationResult.self)?.plan ?? input.grid?.single else { throw StageError.noModel }
    let pipeline = try context.fittedPipeline(plan)
    let found = pipeline.steps.lazy.compactMap { step -> FittedPrincipalComponents? in
      guard case .transform(let transform) = step.learnt else { return nil }
      return (transform as? FeatureTransform<FittedPrincipalComponents>)?.fitted
    }.first
    guard let components = found else { throw ExplanationError.noComponents }
    let faces = try meanFace(plan, context)
    let number = min(count, components.count)
    let maker = plan.steps.indices.contains(plan.imageStepCount) ? plan.steps[plan.imageStepCount].stage : nil
    let pictures: [Picture]
    if let lbp = maker as? LBPStage, components.means.count % (lbp.grid * lbp.grid) == 0 {
      pictures = [faces.captioned("mean face")] + (0..<number).map { cells(components, $0, lbp.grid, over: faces) }
    } else if components.means.count == faces.width * faces.height {
      pictures = [faces.captioned("mean face")] + (0..<number).map { eigenface(components, $0, faces) }
    } else {
      throw ExplanationError.noFaces(columns: components.means.count)
    }
    let shares = components.explainedShare.prefix(number)
    return Document(
      kind: "eigenfaces",
      blocks: [
        .pictures(pictures),
        .text(
          "\(number) of \(components.count) components, with \(Self.percent(shares.reduce(0, +))) of the variance of "
            + "\(grouped(pipeline.trainingRows)) training rows"),
      ], synthetic: pipeline.origin.synthetic,
      fields: shares.enumerated().map { ("component_\($0 + 1)", .number($1)) })
  }

  /// Of the first images of the data, as the stages before the features leave them.
  private func meanFace(_ plan: Plan, _ context: ReaderContext) throws -> Picture {
    let rows = try context.rows(Array(0..<200), of: plan, through: plan.imageStepCount)
    guard let stack = rows.content as? ImageStack, let shape = stack.commonShape else {
      throw ExplanationError.noFaces(columns: 0)
    }
    let area = shape.width * shape.height
    var sums = [Double](repeating: 0, count: area)
    for index in 0..<stack.count {
      let picture = stack.picture(ofRow: index)
      for pixel in 0..<area { sums[pixel] += Double(picture[pixel % shape.width, pixel / shape.width, 0]) }
    }
    return Picture(
      grey: sums.map { UInt8(min(255, ($0 / Double(max(1, stack.count))).rounded())) }, width: shape.width,
      height: shape.height)
  }

  private func eigenface(_ components: FittedPrincipalComponents, _ index: Int, _ face: Picture) -> Picture {
    let loadings = components.components.row(index)
    let greatest = max(loadings.map(abs).max() ?? 0, .leastNormalMagnitude)
    return Picture(
      grey: loadings.map { UInt8((127.5 + 127.5 * $0 / greatest).rounded()) }, width: face.width, height: face.height,
      caption: caption(components, index))
  }

  /// The squared loadings of each cell, as light over the face.
  private func cells(
    _ components: FittedPrincipalComponents, _ index: Int, _ grid: Int, over face: Picture
  ) -> Picture {
    let loadings = Array(components.components.row(index))
    let bins = loadings.count / (grid * grid)
    let energy = (0..<grid * grid).map { cell in
      loadings[(cell * bins)..<((cell + 1) * bins)].reduce(0) { $0 + $1 * $1 }
    }
    let greatest = max(energy.max() ?? 0, .leastNormalMagnitude)
    return cellPicture(energy.map { Double($0 / greatest) }, columns: grid, rows: grid, over: face)
      .captioned(caption(components, index))
  }

  private func caption(_ components: FittedPrincipalComponents, _ index: Int) -> String {
    "\(index + 1): \(Self.percent(components.explainedShare[index]))"
  }

  private static func percent(_ share: Double) -> String {
    NumberFormat.decimal(100 * share, digits: 1, missing: "–") + "%"
  }
}

/// Cells of a grid over a face, row after row: the nearer to 1 the more orange, the nearer to −1 the more blue (Okabe &
/// Ito's).
func cellPicture(_ shares: [Double], columns: Int, rows: Int, over face: Picture) -> Picture {
  var pixels: [UInt8] = []
  pixels.reserveCapacity(3 * face.width * face.height)
  for y in 0..<face.height {
    for x in 0..<face.width {
      let cell =
        min(rows - 1, y * rows / max(1, face.height)) * columns + min(columns - 1, x * columns / max(1, face.width))
      let share = shares.indices.contains(cell) ? min(max(shares[cell], -1), 1) : 0
      let strength = abs(share)
      let grey = face.brightness(x, y) * (0.35 + 0.25 * (1 - strength))
      for color in share < 0 ? [0.0, 114.0, 178.0] : [230.0, 159.0, 0.0] {
        let mixed = color > 0 ? grey + strength * color * 0.75 : grey * (1 - strength)
        pixels.append(UInt8(min(255, max(0, mixed))))
      }
    }
  }
  return Picture(rgb: pixels, width: face.width, height: face.height)
}

extension Picture {
  fileprivate func brightness(_ x: Int, _ y: Int) -> Double {
    (0..<channels).reduce(0) { $0 + Double(self[x, y, $1]) } / Double(channels)
  }
}
