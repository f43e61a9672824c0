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
    Predictions(
      probabilities: try classifier.probabilities(
        of: content.require(ImageStack.self, for: name), context: context))
  }
}
