import Basics
import Imaging
import Learning
import Numerics
import Plans
import Samples

/// What each place of one face adds to a model's answer for it: the contributions of the columns, led back through
/// components and scales to the cells or pixels that the columns were made of.
///
/// A contribution of a component is dealt to its columns by the size of what each adds to the component's score, its sign
/// kept: dealt by the parts themselves, which are of both signs, it would grow without bound where they cancel.
struct FaceContributions {
  /// As the features were made of it.
  let face: Picture
  /// Row after row.
  let values: [Double]
  /// How many cells or pixels stand beside each other, and how many rows of them there are.
  let columns: Int
  let rows: Int

  /// nil where the columns are of no place on a face: of a table, or of a network.
  /// - Parameters:
  ///   - contributions: of each column that the model is given.
  ///   - place: of the row among the test rows of the first split, from 0.
  /// - Throws: what the stages on the way throw.
  init?(
    _ contributions: [Double], of work: ModelAtWork, row place: Int, _ result: EvaluationResult,
    _ context: ReaderContext
  ) throws {
    guard let outcome = result.outcomes.first, outcome.split.test.indices.contains(place) else { return nil }
    guard result.plan.steps.first?.kind == .source else { return nil }
    var content = try context.rows([outcome.split.test[place]], of: result.plan).content
    var inputs: [any RowContent] = []
    for (_, learnt) in work.way {
      inputs.append(content)
      content = try learnt.applied(to: content, context.stage)
    }
    var values = contributions
    for ((step, learnt), input) in zip(work.way, inputs).reversed() {
      switch learnt {
      case .transform(let transform):
        guard let led = try Self.led(values, through: transform, of: step, input) else { return nil }
        values = led
      case .rowwise(let stage):
        if stage is any IdentityStage { continue }
        guard let images = input as? ImageStack, images.count == 1 else { return nil }
        self.init(values, madeBy: stage, of: images.picture(ofRow: 0))
        return
      case .model: return nil
      }
    }
    return nil
  }

  private init?(_ values: [Double], madeBy stage: any RowwiseStage, of face: Picture) {
    self.face = face
    if let lbp = stage as? LBPStage, values.count % (lbp.grid * lbp.grid) == 0 {
      let bins = values.count / (lbp.grid * lbp.grid)
      (columns, rows) = (lbp.grid, lbp.grid)
      self.values = (0..<lbp.grid * lbp.grid).map { values[$0 * bins..<($0 + 1) * bins].reduce(0, +) }
    } else if stage is PixelsStage, values.count == face.width * face.height {
      (columns, rows) = (face.width, face.height)
      self.values = values
    } else {
      return nil
    }
  }

  /// The contributions of the columns that a transform was given; nil where they cannot be told.
  private static func led(
    _ values: [Double], through transform: any FittedTransform, of step: PlanStep, _ input: any RowContent
  ) throws -> [Double]? {
    if let components = (transform as? FeatureTransform<FittedPrincipalComponents>)?.fitted {
      return dealt(values, components, try input.require(Matrix.self, for: "importance"))
    }
    guard case .fitted(let stage) = step.stage.role, stage.keepsColumns else { return nil }
    return values
  }

  /// - Parameter row: one, as the components were given it.
  static func dealt(_ values: [Double], _ components: FittedPrincipalComponents, _ row: Matrix) -> [Double]? {
    let loadings = components.components
    guard loadings.rows == values.count, loadings.columns == row.columns, row.rows == 1 else { return nil }
    var dealt = [Double](repeating: 0, count: row.columns)
    for (component, value) in values.enumerated() {
      let parts = (0..<row.columns).map {
        abs(Double(loadings[component, $0]) * (Double(row[0, $0]) - Double(components.means[$0])))
      }
      let sum = parts.reduce(0, +)
      // A row at the means has no part that is more than another.
      for column in parts.indices {
        dealt[column] += value * (sum > 0 ? parts[column] / sum : 1 / Double(row.columns))
      }
    }
    return dealt
  }

  /// The face, and where on it the answer comes from.
  func pictures(captioned caption: String) -> [Picture] {
    let greatest = max(values.map(abs).max() ?? 0, .leastNormalMagnitude)
    let map = cellPicture(values.map { $0 / greatest }, columns: columns, rows: rows, over: face)
    return [face.captioned(caption), map.captioned("orange: adds")]
  }

  /// What the second picture shows, and the place that adds most.
  var note: String {
    let most = values.indices.max { (values[$0], $1) < (values[$1], $0) }.flatMap { values[$0] > 0 ? $0 : nil }
    let place = most.map { ", most in row \($0 / columns + 1), column \($0 % columns + 1) of \(rows) × \(columns)" }
    return "on its face, orange adds to the answer\(place ?? "") and blue takes from it"
  }
}
