import DeepFeatures
import Plans

/// How a network is taught, whichever it is.
struct TeachingParameters: ParameterGroup {
  @Parameter var rate: Double
  @Parameter("images of a step", in: .between(2, 1024)) var batch = 32
  @Parameter("share of the training rows that tells when to stop", in: .between(0, 0.9)) var holding = Share(0.15)
  @Parameter("epochs without getting better after which it stops", in: .between(1, 1000)) var patience = 5
  @Parameter("share of each target that is spread over all classes", in: .between(0, 0.9)) var smoothing = 0.0
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var classes = WeightChoice.none

  init(rate: Double) {
    _rate = Parameter(
      wrappedValue: rate, "largest step, as a share of the gradient", in: .greaterThan(0, atMost: 10), aliases: ["lr"])
  }

  /// The same network, taught as they say.
  func applied(to learning: NetworkLearning) -> NetworkLearning {
    var learning = learning
    (learning.rate, learning.batch, learning.patience) = (rate, batch, patience)
    (learning.smoothing, learning.isBalanced) = (smoothing, classes == .balanced)
    return learning
  }
}
