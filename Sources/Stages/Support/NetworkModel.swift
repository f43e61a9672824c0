import DeepFeatures
import Imaging
import Numerics
import Plans
import Samples

/// A network that was trained on training rows, as plans see it.
struct NetworkModel: FittedModel {
  let name: String
  let classifier: NetworkClassifier

  var classNames: [String] { classifier.classNames }
  var byteCount: Int { classifier.byteCount }
  var isCutShort: Bool { classifier.wasInterrupted }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    let probabilities = try classifier.probabilities(of: content.require(ImageStack.self, for: name), context: context)
    let codes = (0..<probabilities.rows).map { row in
      (0..<probabilities.columns).reduce(0) { probabilities[row, $1] > probabilities[row, $0] ? $1 : $0 }
    }
    return Predictions(codes: codes, probabilities: probabilities)
  }
}
