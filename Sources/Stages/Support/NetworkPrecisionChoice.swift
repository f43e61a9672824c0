import Basics
import DeepFeatures
import Imaging
import NeuralNetworks
import Numerics
import Plans

/// `precision=int8`: as `NetworkPrecision` has them.
enum NetworkPrecisionChoice: String, WordParameter {
  case single, bf16, int8
  static let placeholder = NetworkPrecisionChoice.single

  /// What every stage that has it says of it.
  static let help = """
    With `precision=int8` weights and maps are bytes, a scale for each filter and a range for each image's own maps: \
    a residual network takes two thirds of its time on a processor with AVX-512 VNNI, and up to three times its time \
    on others. With `precision=bf16` they are rounded to eight binary digits, which is never faster here and tells \
    what hardware for it would give. How far features move is noted, and a plan that is scored is scored in single \
    precision, too, on the same test rows: a note gives the difference with its paired interval.
    """

  var engine: NetworkPrecision {
    switch self {
    case .single: .single
    case .bf16: .bf16
    case .int8: .int8
    }
  }

  var approximation: Approximation? {
    self == .single ? nil : Approximation(parameter: "precision", exactly: "in single precision")
  }

  /// Says how far features lie from those in single precision, of the first images.
  func noteShift(
    of features: Matrix, _ images: ImageStack, _ context: StageContext, exactly: () throws -> FeatureExtractor
  ) throws {
    let count = min(images.count, 32)
    guard self != .single, count > 0 else { return }
    let first = Array(0..<count)
    let exact = try exactly().features(of: images.gathering(first), context: context.execution.silent)
    let shift = FeatureShift(of: features.gathering(first), from: exact)
    func percent(_ share: Double) -> String { NumberFormat.decimal(100 * share, digits: 2) + "%" }
    context.note(
      "precision=\(rawValue) moves features by \(percent(shift.median)) of a row's length, at most "
        + "\(percent(shift.largest)), in the first \(count) images")
  }
}
