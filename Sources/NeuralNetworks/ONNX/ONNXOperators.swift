extension ONNXTranslation {
  /// Translates one node. - Throws: `NetworkError.badGraph`, `.unsupportedOperator`.
  mutating func add(_ node: ONNXModel.Node) throws {
    if try fold(node) { return }
    switch node.kind {
    case "Conv": try addConvolution(node)
    case "Gemm", "MatMul": try addProduct(node)
    case "BatchNormalization": try addNormalisation(node)
    case "Relu": try bound(node, 0, .infinity)
    case "Clip": try addClip(node)
    case "Add", "Sub", "Mul", "Div": try addArithmetic(node)
    case "MaxPool", "AveragePool": try addPool(node)
    case "GlobalAveragePool":
      let input = try place(node, 0)
      define(node, .globalAverage, [input], channels: channels(at: input))
    case "ReduceMean": try addMean(node)
    case "Flatten", "Reshape", "Squeeze": try addFlattening(node)
    case "Concat": try addConcatenation(node)
    case "Softmax": define(node, .softmax, [try place(node, 0)], channels: nil)
    case "Identity", "Dropout": define(node, as: try place(node, 0))
    case "Constant":
      guard let tensor = node.attributes["value"]?.tensor else { throw unsupported(node, "its value is not a tensor") }
      define(node, tensor)
    case "PRelu": try addSlopes(node)
    default: if try !addArrangement(node) { try addFunction(node) }
    }
  }

  /// max(x, 0) + slope · min(x, 0), with a slope for each channel.
  private mutating func addSlopes(_ node: ONNXModel.Node) throws {
    let input = try place(node, 0)
    guard let slopes = constant(node, 1)?.values, let count = channels(at: input),
      slopes.count == 1 || slopes.count == count
    else { throw unsupported(node, "its slopes are not one constant for each channel") }
    func part(_ name: String) -> ONNXModel.Node {
      var part = node
      part.outputs = ["\(node.outputs.first ?? node.name) \(name)"]
      return part
    }
    define(part("above"), .pointwise(.bounds(lower: 0, upper: .infinity)), [input], channels: count)
    let above = nodes.count - 1
    define(part("below"), .pointwise(.bounds(lower: -.infinity, upper: 0)), [input], channels: count)
    let bank = FilterBank(
      inputs: count, outputs: count, geometry: ConvolutionGeometry(1),
      weights: slopes.count == 1 ? [Float](repeating: slopes[0], count: count) : slopes,
      bias: [Float](repeating: 0, count: count), groups: count)
    define(part("scaled"), .convolution(bank), [nodes.count - 1], channels: count)
    define(node, .sum, [above, nodes.count - 1], channels: count)
  }

  private mutating func addFunction(_ node: ONNXModel.Node) throws {
    func number(_ name: String, _ usual: Float) -> Float { node.attributes[name]?.float ?? usual }
    let function: PointwiseFunction
    switch node.kind {
    case "Sigmoid": function = .sigmoid
    case "Tanh": function = .tangent
    case "LeakyRelu": function = .leaky(slope: number("alpha", 0.01))
    case "HardSigmoid": function = .hardSigmoid(slope: number("alpha", 0.2), shift: number("beta", 0.5))
    case "HardSwish": function = .hardSwish
    case "Swish", "SiLU": function = .swish
    case "Softplus": function = .softplus
    case "Mish": function = .mish
    case "Erf": function = .errorFunction
    case "Gelu" where node.attributes["approximate"]?.text ?? "none" == "none": function = .gelu
    case "Exp": function = .exponential
    case "Elu": function = .elu(alpha: number("alpha", 1), scale: 1)
    case "Selu": function = .elu(alpha: number("alpha", 1.673_263_2), scale: number("gamma", 1.050_701))
    default: throw unsupported(node, "")
    }
    let input = try place(node, 0)
    define(node, .pointwise(function), [input], channels: channels(at: input))
  }

  // MARK: Convolutions and products

  private func geometry(_ node: ONNXModel.Node, kernel: [Int]) throws -> ConvolutionGeometry {
    func pair(_ name: String, _ usual: [Int]) -> [Int] { node.attributes[name]?.integers ?? usual }
    let mode = node.attributes["auto_pad"]?.text ?? "NOTSET"
    let (strides, dilations) = (pair("strides", [1, 1]), pair("dilations", [1, 1]))
    let padding = mode == "VALID" ? [0, 0, 0, 0] : pair("pads", [0, 0, 0, 0])
    guard mode == "NOTSET" || mode == "VALID" else {
      throw unsupported(node, "auto_pad is \(mode); export explicit pads")
    }
    guard kernel.count == 2, strides.count == 2, dilations.count == 2, padding.count == 4,
      (kernel + strides + dilations).allSatisfy({ (1...1024).contains($0) }),
      padding.allSatisfy({ (0...1024).contains($0) })
    else { throw unsupported(node, "its window is not one of two dimensions") }
    return ConvolutionGeometry(
      kernel: (kernel[0], kernel[1]), stride: (strides[0], strides[1]),
      padding: (padding[0], padding[1], padding[2], padding[3]), dilation: (dilations[0], dilations[1]))
  }

  private mutating func addConvolution(_ node: ONNXModel.Node) throws {
    let input = try place(node, 0)
    guard let weights = constant(node, 1), weights.shape.count == 4 else {
      throw unsupported(node, "its weights are not a constant of four dimensions")
    }
    let groups = node.attributes["group"]?.integer ?? 1
    let (outputs, each) = (weights.shape[0], weights.shape[1])
    guard groups > 0, outputs > 0, each > 0, outputs % groups == 0, each <= 1 << 20,
      channels(at: input).map({ $0 == each * groups }) ?? true
    else {
      throw NetworkError.badGraph(path: path, reason: "the weights of node '\(node.name)' do not fit its input")
    }
    let bias = constant(node, 2)?.values ?? [Float](repeating: 0, count: outputs)
    guard bias.count == outputs else {
      throw NetworkError.badGraph(path: path, reason: "the bias of node '\(node.name)' does not fit its weights")
    }
    let bank = FilterBank(
      inputs: each * groups, outputs: outputs, geometry: try geometry(node, kernel: Array(weights.shape[2...])),
      weights: weights.values, bias: bias, groups: groups)
    define(node, .convolution(bank), [input], channels: outputs)
  }

  /// `Gemm` and `MatMul` of features and a constant: a 1×1 convolution of maps of one pixel.
  private mutating func addProduct(_ node: ONNXModel.Node) throws {
    let input = try place(node, 0)
    guard let weights = constant(node, 1), weights.shape.count == 2, (node.attributes["transA"]?.integer ?? 0) == 0,
      (node.attributes["alpha"]?.float ?? 1) == 1, (node.attributes["beta"]?.float ?? 1) == 1
    else { throw unsupported(node, "only features times a constant matrix can be computed") }
    let isTransposed = (node.attributes["transB"]?.integer ?? 0) != 0
    let (outputs, inputs) = isTransposed ? (weights.shape[0], weights.shape[1]) : (weights.shape[1], weights.shape[0])
    var values = weights.values
    if !isTransposed {
      for output in 0..<outputs {
        for input in 0..<inputs { values[output * inputs + input] = weights.values[input * outputs + output] }
      }
    }
    let bias = constant(node, 2)?.values ?? [Float](repeating: 0, count: outputs)
    guard bias.count == outputs, channels(at: input).map({ $0 == inputs }) ?? true else {
      throw NetworkError.badGraph(path: path, reason: "the weights of node '\(node.name)' do not fit its input")
    }
    let bank = FilterBank(
      inputs: inputs, outputs: outputs, geometry: ConvolutionGeometry(1), weights: values, bias: bias, isDense: true)
    define(node, .convolution(bank), [input], channels: outputs)
  }

  private mutating func addNormalisation(_ node: ONNXModel.Node) throws {
    let parts = (1...4).compactMap { constant(node, $0)?.values }
    let input = try place(node, 0)
    guard parts.count == 4, parts.allSatisfy({ $0.count == parts[0].count }),
      channels(at: input).map({ $0 == parts[0].count }) ?? true
    else { throw unsupported(node, "its statistics are not constants of one size") }
    let epsilon = Double(node.attributes["epsilon"]?.float ?? 1e-5)
    let scale = parts[0].indices.map { Float(Double(parts[0][$0]) / (Double(parts[3][$0]) + epsilon).squareRoot()) }
    try transform(node, 0, scale: scale, shift: scale.indices.map { parts[1][$0] - parts[2][$0] * scale[$0] })
  }

  // MARK: Arithmetic

  /// x · scale + shift for each channel: in the convolution before it where that is possible.
  private mutating func transform(_ node: ONNXModel.Node, _ index: Int, scale: [Float], shift: [Float]) throws {
    let input = try place(node, index)
    if let (place, joined) = joinable(node, index), !hasShortcut(place), joined.outputs == scale.count {
      var bank = joined
      let each = bank.weights.count / bank.outputs
      for output in 0..<bank.outputs {
        for place in output * each..<(output + 1) * each { bank.weights[place] *= scale[output] }
        bank.bias[output] = bank.bias[output] * scale[output] + shift[output]
      }
      replace(place, bank)
      return define(node, as: place)
    }
    let bank = FilterBank(
      inputs: scale.count, outputs: scale.count, geometry: ConvolutionGeometry(1), weights: scale, bias: shift,
      groups: scale.count)
    define(node, .convolution(bank), [input], channels: scale.count)
  }

  private mutating func addArithmetic(_ node: ONNXModel.Node) throws {
    for (index, other) in [(0, 1), (1, 0)] {
      guard let constant = constant(node, other) else { continue }
      guard index == 0 || node.kind == "Add" || node.kind == "Mul" else { break }
      return try addConstant(node, index, constant)
    }
    let (a, b) = (try place(node, 0), try place(node, 1))
    let count = channels(at: a) ?? channels(at: b)
    switch node.kind {
    case "Mul": define(node, .product, [a, b], channels: count)
    case "Add":
      for (index, other) in [(0, b), (1, a)] {
        if let (place, bank) = joinable(node, index), !hasShortcut(place), other < place,
          bank.outputs == channels(at: other)
        {
          replace(place, bank, adding: other)
          return define(node, as: place)
        }
      }
      define(node, .sum, [a, b], channels: count)
    default: throw unsupported(node, "only sums and products of two maps can be computed")
    }
  }

  private mutating func addConstant(_ node: ONNXModel.Node, _ index: Int, _ constant: WeightTensor) throws {
    let count = channels(at: try place(node, index))
    // One number for all, or one for each channel: [C], [C, 1, 1] or [1, C, 1, 1] of maps, [C] of features.
    guard let count, constant.values.count == 1 || constant.values.count == count,
      constant.values.count == 1 || constant.shape.filter({ $0 != 1 }).count == 1
    else { throw unsupported(node, "its constant is not one number for each channel") }
    let values = constant.values.count == 1 ? [Float](repeating: constant.values[0], count: count) : constant.values
    let (ones, zeros) = ([Float](repeating: 1, count: count), [Float](repeating: 0, count: count))
    switch node.kind {
    case "Add": try transform(node, index, scale: ones, shift: values)
    case "Sub": try transform(node, index, scale: ones, shift: values.map { -$0 })
    case "Mul": try transform(node, index, scale: values, shift: zeros)
    default: try transform(node, index, scale: values.map { 1 / $0 }, shift: zeros)
    }
  }

  // MARK: Bounds, pools and shapes

  private mutating func addClip(_ node: ONNXModel.Node) throws {
    func limit(_ index: Int, _ name: String, _ usual: Float) -> Float {
      constant(node, index)?.values.first ?? node.attributes[name]?.float ?? usual
    }
    try bound(node, limit(1, "min", -.infinity), limit(2, "max", .infinity))
  }

  private mutating func bound(_ node: ONNXModel.Node, _ lower: Float, _ upper: Float) throws {
    let input = try place(node, 0)
    if let (place, joined) = joinable(node, 0) {
      var bank = joined
      bank.lower = lower
      bank.upper = upper
      replace(place, bank)
      return define(node, as: place)
    }
    define(node, .pointwise(.bounds(lower: lower, upper: upper)), [input], channels: channels(at: input))
  }

  private mutating func addPool(_ node: ONNXModel.Node) throws {
    let input = try place(node, 0)
    let geometry = try geometry(node, kernel: node.attributes["kernel_shape"]?.integers ?? [])
    let counts = (node.attributes["count_include_pad"]?.integer ?? 0) != 0
    define(
      node,
      .pool(
        node.kind == "MaxPool" ? .maximum : .average(countsPadding: counts), geometry,
        ceiling: (node.attributes["ceil_mode"]?.integer ?? 0) != 0), [input], channels: channels(at: input))
  }

  private mutating func addMean(_ node: ONNXModel.Node) throws {
    let axes = node.attributes["axes"]?.integers ?? integers(node, 1)
    guard Set(axes) == [2, 3] || Set(axes) == [-1, -2] else { throw unsupported(node, "only means over the image") }
    let input = try place(node, 0)
    define(node, .globalAverage, [input], channels: channels(at: input))
  }

  private mutating func addFlattening(_ node: ONNXModel.Node) throws {
    if node.kind == "Reshape" {
      let wanted = constant(node, 1)?.values ?? []
      // Sizes of maps that the graph works out stand for themselves.
      if try addGrouping(node, wanted.map { Int(exactly: $0) ?? 1 }) { return }
    }
    let input = try place(node, 0)
    if node.kind == "Reshape" {
      let shape = integers(node, 1)
      // Exporters write the number of images that they were shown.
      guard shape.count == 2, [0, 1, -1, images].contains(shape[0]) || shape[1] == -1 else {
        throw unsupported(node, "only reshaping to one row of features an image")
      }
    }
    guard (node.attributes["axis"]?.integer ?? 1) == 1 else {
      throw unsupported(node, "only flattening from axis 1 on")
    }
    define(node, .flatten, [input], channels: nil)
  }

  private mutating func addConcatenation(_ node: ONNXModel.Node) throws {
    guard (node.attributes["axis"]?.integer ?? 1) == 1 else { throw unsupported(node, "only along the channels") }
    let inputs = try node.inputs.indices.map { try place(node, $0) }
    let counts = inputs.compactMap { channels(at: $0) }
    define(node, .concatenate, inputs, channels: counts.count == inputs.count ? counts.reduce(0, +) : nil)
  }
}
