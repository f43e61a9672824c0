/// Up to three steps in a row whose maps in between nobody else reads: a convolution, a window that takes each channel by
/// itself, and a 1×1 convolution. At least two of them.
///
/// An inverted residual (Sandler and others 2018, MobileNetV2) is all three, a separable convolution (Howard and others
/// 2017, MobileNet) the last two, the beginning of a residual network the first two.
struct FusedStep: Sendable {
  enum Window: Sendable {
    case depthwise(FilterBank)
    case maximum(ConvolutionGeometry, ceiling: Bool)
  }

  let first: FilterBank?
  let window: Window
  /// Takes a second input, if there is one, as what is added before its bounds are applied.
  let last: FilterBank?

  var geometry: ConvolutionGeometry {
    switch window {
    case .depthwise(let bank): bank.geometry
    case .maximum(let geometry, _): geometry
    }
  }

  /// Maps before the window, after it, and at the end; nil where one would be empty or they do not fit.
  func shapes(_ input: MapShape) -> (maps: MapShape, windows: MapShape, output: MapShape)? {
    let maps = first.map { NetworkStep.convolution($0).output([input]) } ?? input
    guard let maps, let windows = step.output([maps]),
      let output = last.map({ NetworkStep.convolution($0).output([windows]) }) ?? windows
    else { return nil }
    return (maps, windows, output)
  }

  private var step: NetworkStep {
    switch window {
    case .depthwise(let bank): .convolution(bank)
    case .maximum(let geometry, let ceiling): .pool(.maximum, geometry, ceiling: ceiling)
    }
  }
}

extension NetworkNode {
  /// Joins steps of a graph where their maps would be read once, by the next: what is left out, no one asks for any more.
  /// - Parameter shapes: the maps of each node.
  static func fused(_ nodes: [NetworkNode], _ shapes: [MapShape]) -> [NetworkNode] {
    var uses = [Int](repeating: 0, count: nodes.count)
    for node in nodes { for input in node.inputs { uses[input] += 1 } }
    /// A convolution whose maps only the next step reads.
    func convolution(_ place: Int) -> FilterBank? {
      guard uses[place] == 1, nodes[place].inputs.count == 1, case .convolution(let bank) = nodes[place].step,
        !bank.isDense
      else { return nil }
      return bank
    }
    func first(_ place: Int) -> FilterBank? {
      guard let bank = convolution(place), let source = nodes[place].inputs.first, bank.groups == 1 else { return nil }
      return bank.isPointwise && shapes[source].stride % 16 == 0
        || shapes[source].stride % 16 != 0 && bank.geometry.dilation == (1, 1) ? bank : nil
    }
    func window(_ node: NetworkNode) -> FusedStep.Window? {
      guard let source = node.inputs.first, node.inputs.count == 1, shapes[source].stride % 16 == 0 else { return nil }
      switch node.step {
      case .convolution(let bank) where bank.isDepthwise && bank.geometry.dilation == (1, 1): return .depthwise(bank)
      case .pool(.maximum, let geometry, let ceiling) where geometry.dilation == (1, 1):
        return .maximum(geometry, ceiling: ceiling)
      default: return nil
      }
    }
    var result = nodes
    for (index, node) in nodes.enumerated() {
      var (middle, last): (Int, FilterBank?) = (index, nil)
      if case .convolution(let bank) = node.step, bank.isPointwise, bank.groups == 1, !bank.isDense,
        let input = node.inputs.first, uses[input] == 1, window(nodes[input]) != nil
      {
        (middle, last) = (input, bank)
      }
      guard let window = window(nodes[middle]), let source = nodes[middle].inputs.first else { continue }
      let bank = first(source)
      guard bank != nil || last != nil else { continue }
      result[index] = NetworkNode(
        name: node.name, step: .fused(FusedStep(first: bank, window: window, last: last)),
        inputs: (bank == nil ? [source] : nodes[source].inputs) + (last == nil ? [] : node.inputs.dropFirst()))
    }
    return result
  }
}

extension FilterBank {
  /// Whether it takes each pixel by itself.
  var isPointwise: Bool {
    geometry.taps == 1 && geometry.stride == (1, 1) && geometry.padding == (0, 0, 0, 0)
  }
}
