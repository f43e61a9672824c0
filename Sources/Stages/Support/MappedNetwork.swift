import DeepFeatures
import Glibc
import Imaging
import NeuralNetworks
import Numerics
import Plans
import Samples

/// The network whose last maps lead to a plan's answers: one that was trained, or a frozen one with a model behind it.
struct MappedNetwork {
  private enum Way {
    case trained(NetworkModel)
    /// A frozen network, what was learnt between it and the model, and the model.
    case frozen(ResNet18Stage, [any FittedTransform], any FittedModel)
  }

  private let way: Way

  /// - Throws: `NetworkStageError.noMaps`, `StageError.noModel`.
  init(_ pipeline: FittedPipeline, _ context: StageContext) throws {
    guard case .model(let model)? = pipeline.steps.last?.learnt else { throw StageError.noModel }
    if let network = model as? NetworkModel {
      way = .trained(network)
      return
    }
    var network: ResNet18Stage?
    var transforms: [any FittedTransform] = []
    for step in pipeline.steps {
      switch step.learnt {
      case .rowwise(let stage):
        // What another stage made of the features is no longer a mean of maps.
        network = stage as? ResNet18Stage
        transforms = []
      case .transform(let transform): transforms.append(transform)
      case .model: break
      }
    }
    guard let network, network.pool else {
      throw NetworkStageError.noMaps(found: pipeline.steps.map(\.step.text).joined(separator: " | "))
    }
    way = .frozen(network, transforms, model)
  }

  /// The plan without the network and what comes between it and the model: what the model is given there are the images
  /// that the network is given in the whole plan.
  func plan(before plan: Plan) -> Plan {
    guard case .frozen = way, let model = plan.modelIndex,
      let place = plan.steps[..<model].lastIndex(where: { $0.stage is ResNet18Stage })
    else { return plan }
    return Plan(Array(plan.steps[..<place] + plan.steps[model...]))
  }

  /// The class that each image is taken for.
  func answers(for images: ImageStack, _ context: StageContext) throws -> [Int] {
    switch way {
    case .trained(let model): return try model.predict(images, context: context.execution).codes
    case .frozen(let stage, let transforms, let model):
      let features = try stage.network.extractor(layer: stage.layer, isPooled: true, context)
        .features(of: images, context: context.execution)
      let content = try Self.applied(transforms, features, context)
      return try model.predict(content, context: context.execution).codes
    }
  }

  /// Where in an image there is what speaks for a class.
  func activation(
    of images: ImageStack, _ index: Int, ofClass code: Int, _ context: StageContext
  ) throws -> ClassActivation {
    let extractor: FeatureExtractor
    switch way {
    case .trained(let model): extractor = try model.classifier.maps()
    case .frozen(let stage, _, _):
      extractor = try stage.network.extractor(layer: stage.layer, isPooled: false, context)
    }
    let maps = try extractor.features(of: images.gathering([index]), context: context.execution)
    let weights: [Float]
    switch way {
    case .trained(let model): weights = try model.classifier.mapWeights(ofClass: code)
    case .frozen(_, let transforms, let model):
      let pixels = extractor.mapHeight * extractor.mapWidth
      let means = (0..<maps.columns / pixels).map { channel in
        (0..<pixels).reduce(Float(0)) { $0 + maps[0, channel * pixels + $1] } / Float(pixels)
      }
      weights = try Self.gradient(at: means, ofClass: code, transforms, model, context)
    }
    return try ClassActivation(
      maps: maps.storage[...], height: extractor.mapHeight, width: extractor.mapWidth, weights: weights)
  }

  /// How the logarithm of a class's probability changes with each feature, by central differences.
  private static func gradient(
    at features: [Float], ofClass code: Int, _ transforms: [any FittedTransform], _ model: any FittedModel,
    _ context: StageContext
  ) throws -> [Float] {
    let count = features.count
    let typical = features.reduce(0) { $0 + abs($1) } / Float(max(1, count))
    let steps = features.map { 0.05 * max(abs($0), typical, 1e-6) }
    var rows = Matrix(rows: 2 * count, columns: count, repeating: 0)
    for row in 0..<2 * count {
      for column in 0..<count { rows[row, column] = features[column] }
      rows[row, row / 2] += row % 2 == 0 ? steps[row / 2] : -steps[row / 2]
    }
    let content = try applied(transforms, rows, context)
    guard let probabilities = try model.probabilities(content, context: context.execution) else {
      throw NetworkStageError.noGradient
    }
    func logarithm(_ row: Int) -> Double { log(max(1e-30, Double(probabilities[row, code]))) }
    let slopes = (0..<count).map { Float((logarithm(2 * $0) - logarithm(2 * $0 + 1)) / Double(2 * steps[$0])) }
    guard slopes.contains(where: { $0 != 0 }) else { throw NetworkStageError.noGradient }
    return slopes
  }

  private static func applied(
    _ transforms: [any FittedTransform], _ features: Matrix, _ context: StageContext
  ) throws -> any RowContent {
    var content: any RowContent = features
    for transform in transforms { content = try transform.apply(to: content, context: context.execution) }
    return content
  }
}
