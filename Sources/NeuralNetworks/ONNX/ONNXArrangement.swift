/// Operators that only arrange: padding, other sizes, other orders of axes and channels, and the small sums about shapes
/// that exporters leave in a graph.
extension ONNXTranslation {
  /// A tensor that is not computed but looked at in another order, until an operator brings it back.
  enum View {
    /// Axes as `Transpose` names them.
    case permuted(place: Int, axes: [Int])
    /// Channels as groups × members, or the other way round.
    case grouped(place: Int, groups: Int, members: Int, isSwapped: Bool)
  }

  /// - Returns: whether it was one of these.
  mutating func addArrangement(_ node: ONNXModel.Node) throws -> Bool {
    switch node.kind {
    case "Pad": try addPadding(node)
    case "Resize", "Upsample": try addResizing(node)
    case "Transpose": try addTranspose(node)
    case "Slice": try addSlice(node)
    case "Split": try addSplit(node)
    case "Shape": try addShape(node)
    default: return false
    }
    return true
  }

  private mutating func addPadding(_ node: ONNXModel.Node) throws {
    let pads = node.attributes["pads"]?.integers ?? integers(node, 1)
    guard pads.count == 8, [0, 1, 4, 5].allSatisfy({ pads[$0] == 0 }), pads.allSatisfy({ (0...1024).contains($0) }),
      node.inputs.count < 4 || node.inputs[3].isEmpty
    else { throw unsupported(node, "only images can be padded, by up to 1024 pixels") }
    let filling: MapPadding.Filling
    switch node.attributes["mode"]?.text ?? "constant" {
    case "constant": filling = .constant(constant(node, 2)?.values.first ?? node.attributes["value"]?.float ?? 0)
    case "edge": filling = .edge
    case "reflect": filling = .reflection
    case let mode: throw unsupported(node, "its mode is '\(mode)'")
    }
    let input = try place(node, 0)
    let padding = MapPadding(top: pads[2], left: pads[3], bottom: pads[6], right: pads[7], filling: filling)
    define(node, .pad(padding), [input], channels: channels(at: input))
  }

  private mutating func addResizing(_ node: ONNXModel.Node) throws {
    let isOld = node.kind == "Upsample"
    let scales = constant(node, isOld ? 1 : 2)?.values.map(Double.init) ?? []
    let sizes = integers(node, 3)
    let mode = node.attributes["mode"]?.text ?? "nearest"
    let name = node.attributes["coordinate_transformation_mode"]?.text ?? (isOld ? "asymmetric" : "half_pixel")
    let rounding = node.attributes["nearest_mode"]?.text ?? (isOld ? "floor" : "round_prefer_floor")
    guard mode == "nearest" || mode == "linear", let coordinates = MapResizing.Coordinates(rawValue: name),
      let nearest = MapResizing.Rounding(rawValue: rounding), (node.attributes["antialias"]?.integer ?? 0) == 0
    else { throw unsupported(node, "\(mode), \(name), \(rounding) is not among its kinds") }
    let isScaled = scales.count == 4 && scales[0] == 1 && scales[1] == 1 && scales.allSatisfy { $0 > 0 && $0.isFinite }
    guard isScaled || sizes.count == 4 else { throw unsupported(node, "its sizes are not constants") }
    let input = try place(node, 0)
    let resizing = MapResizing(
      scales: isScaled ? (scales[2], scales[3]) : nil, sizes: isScaled ? nil : (sizes[2], sizes[3]),
      rounding: mode == "nearest" ? nearest : nil, coordinates: coordinates)
    define(node, .resize(resizing), [input], channels: channels(at: input))
  }

  // MARK: Orders

  private mutating func addTranspose(_ node: ONNXModel.Node) throws {
    let axes = node.attributes["perm"]?.integers ?? []
    guard let name = node.inputs.first, let output = node.outputs.first else { return }
    if case .grouped(let place, let groups, let members, let isSwapped)? = views[name], axes == [0, 2, 1, 3, 4] {
      views[output] = .grouped(place: place, groups: groups, members: members, isSwapped: !isSwapped)
      return
    }
    guard axes.sorted() == [0, 1, 2, 3], axes[0] == 0 else {
      throw unsupported(node, "its axes are not put back in order")
    }
    var (source, order) = (0, axes)
    if case .permuted(let place, let before)? = views[name] {
      (source, order) = (place, axes.map { before[$0] })
    } else {
      source = try place(node, 0)
    }
    if order == [0, 1, 2, 3] { return define(node, as: source) }
    views[output] = .permuted(place: source, axes: order)
  }

  /// A reshape of maps that puts channels into groups, or takes them out again. - Returns: whether it is one.
  mutating func addGrouping(_ node: ONNXModel.Node, _ shape: [Int]) throws -> Bool {
    guard let name = node.inputs.first, let output = node.outputs.first else { return false }
    if shape.count == 5 {
      let input = try place(node, 0)
      guard let count = channels(at: input), shape[1] > 0, count % shape[1] == 0,
        shape[2] == count / shape[1] || shape[2] == -1
      else { throw unsupported(node, "its groups are not of its channels") }
      views[output] = .grouped(place: input, groups: shape[1], members: count / shape[1], isSwapped: false)
      return true
    }
    guard shape.count == 4, case .grouped(let place, let groups, let members, let isSwapped)? = views[name] else {
      return false
    }
    let order = (0..<groups * members).map { isSwapped ? $0 % groups * members + $0 / groups : $0 }
    define(node, .channels(order), [place], channels: order.count)
    return true
  }

  private mutating func addSlice(_ node: ONNXModel.Node) throws {
    let (starts, ends) = (bounds(node, "starts", 1), bounds(node, "ends", 2))
    let (axes, steps) = (bounds(node, "axes", 3), bounds(node, "steps", 4))
    let input = try place(node, 0)
    guard axes == [1], starts.count == 1, ends.count == 1, steps.allSatisfy({ $0 == 1 }),
      let count = channels(at: input)
    else { throw unsupported(node, "only a range of channels can be taken") }
    let range = Self.range(starts[0], ends[0], count)
    guard !range.isEmpty else { throw unsupported(node, "it leaves no channel") }
    define(node, .channels(Array(range)), [input], channels: range.count)
  }

  private mutating func addSplit(_ node: ONNXModel.Node) throws {
    let input = try place(node, 0)
    guard (node.attributes["axis"]?.integer ?? 0) == 1, let count = channels(at: input), !node.outputs.isEmpty else {
      throw unsupported(node, "only channels can be split")
    }
    var sizes = node.attributes["split"]?.integers ?? integers(node, 1)
    if sizes.isEmpty {
      let each = (count + node.outputs.count - 1) / node.outputs.count
      sizes = node.outputs.indices.map { min(each, count - $0 * each) }
    }
    guard sizes.count == node.outputs.count, sizes.allSatisfy({ (1...count).contains($0) }),
      sizes.reduce(0, +) == count
    else {
      throw unsupported(node, "its parts are not those of its channels")
    }
    var start = 0
    for (output, size) in zip(node.outputs, sizes) {
      var part = node
      part.outputs = [output]
      define(part, .channels(Array(start..<start + size)), [input], channels: size)
      start += size
    }
  }

  // MARK: Sums about shapes

  /// The number of images is written as 0, which `Reshape` reads as "as it was"; the size of maps is not known here.
  private mutating func addShape(_ node: ONNXModel.Node) throws {
    let count = channels(at: try place(node, 0)).map(Float.init) ?? .nan
    define(node, WeightTensor(shape: [4], values: [0, count, .nan, .nan]))
  }
}
