import Numerics
import Synchronization

/// A network made ready for images of one size: kernels chosen, weights packed, memory planned once and used again.
///
/// Features are the same bits for any number of images at a time and any number of threads.
public final class PreparedNetwork: Sendable {
  public let height: Int
  public let width: Int
  public let channels: Int
  /// Numbers of an image's features.
  public let columns: Int
  /// Rows and columns of the maps that features are made of: 1 where they are pooled.
  public var mapHeight: Int { result.shape.height }
  public var mapWidth: Int { result.shape.width }
  private let steps: [Step]
  private let plan: MemoryPlan
  private let result: (node: Int, shape: MapShape)
  private let arenas = ArenaPool()

  private struct Step: Sendable {
    let node: Int
    let inputs: [Int]
    let kernel: any MapKernel
  }

  init(_ network: FrozenNetwork, height: Int, width: Int, node: Int, isPooled: Bool, precision: NetworkPrecision)
    throws
  {
    self.height = height
    self.width = width
    channels = network.channels
    var nodes = Array(network.nodes[...node])
    if isPooled { nodes.append(NetworkNode(name: "", step: .globalAverage, inputs: [node])) }
    let shapes = try Self.shapes(
      nodes, MapShape.dense(height: height, width: width, channels: channels), network)
    nodes = NetworkNode.fused(nodes, shapes)
    let needed = Self.needed(nodes)
    var lastUses = Array(nodes.indices)
    for (index, node) in nodes.enumerated() where needed[index] {
      for input in node.inputs { lastUses[input] = index }
    }
    lastUses[nodes.count - 1] = nodes.count
    plan = MemoryPlan(
      sizes: nodes.indices.map { needed[$0] ? (shapes[$0].size + 15) / 16 * 16 : nil },
      lastUses: lastUses)
    steps = nodes.indices.filter { needed[$0] }.map { index in
      let inputs = nodes[index].inputs
      return Step(
        node: index, inputs: inputs,
        kernel: precision.kernel(of: nodes[index].step, inputs.map { shapes[$0] }, shapes[index]))
    }
    result = (nodes.count - 1, shapes[nodes.count - 1])
    columns = result.shape.pixels * result.shape.channels
  }

  private static func shapes(
    _ nodes: [NetworkNode], _ input: MapShape, _ network: FrozenNetwork
  ) throws -> [MapShape] {
    var shapes: [MapShape] = []
    for node in nodes {
      let inputs = node.inputs.isEmpty ? [input] : node.inputs.map { shapes[$0] }
      // A hostile graph could pad a map to any size; a quarter of a billion numbers of one image are no honest network.
      guard let shape = node.step.output(inputs), shape.pixels > 0, shape.pixels < 1 << 28,
        shape.size < 1 << 28
      else {
        throw NetworkError.imageSize(height: input.height, width: input.width, layer: node.name)
      }
      shapes.append(shape)
    }
    return shapes
  }

  /// Which nodes the last one depends on.
  private static func needed(_ nodes: [NetworkNode]) -> [Bool] {
    var needed = [Bool](repeating: false, count: nodes.count)
    needed[nodes.count - 1] = true
    for index in nodes.indices.reversed() where needed[index] {
      for input in nodes[index].inputs { needed[input] = true }
    }
    return needed
  }

  /// Images that go through the network together: enough to make use of weights once they are in the cache.
  private func batch(_ count: Int, threads: Int) -> Int {
    let fitting = max(1, min(64, 16 * 224 * 224 / max(1, height * width)))
    return max(1, min(fitting, (count + threads - 1) / threads))
  }

  /// One row of features an image.
  /// - Parameter fill: writes image `index` as height × width × channels numbers, channels side by side. Called from
  ///   several threads, so that images need not all be in memory in this form.
  /// - Throws: `NetworkError.nonFinite`; `Interrupted`; what `fill` throws.
  public func features(
    count: Int, context: ExecutionContext,
    fill:
      @escaping @Sendable (_ index: Int, _ pixels: UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> Matrix {
    let batch = batch(count, threads: context.threads)
    let scratch = steps.map { $0.kernel.scratch(batch: batch) }.max() ?? 0
    let needs = plan.size * batch + scratch
    return try Matrix(rows: count, columns: columns) { matrix in
      guard let base = matrix.baseAddress else { return }
      let target = DisjointPointer(base)
      let done = Atomic<Int>(0)
      try context.forEachPiece(of: count, size: batch) { [self] images in
        let arena = arenas.take(needs)
        defer { arenas.give(arena) }
        try run(images, arena.base, batch: batch, context: context, fill)
        let source = UnsafePointer(arena.base) + (plan.offsets[result.node] ?? 0) * batch
        try copy(source, images, to: target.base)
        let finished = done.add(images.count, ordering: .relaxed).newValue
        context.report(fraction: Double(finished) / Double(count))
      }
    }
  }

  private func run(
    _ images: Range<Int>, _ memory: UnsafeMutablePointer<Float>, batch: Int,
    context: ExecutionContext,
    _ fill: (Int, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws {
    func maps(_ node: Int) -> UnsafeMutablePointer<Float> {
      memory + (plan.offsets[node] ?? 0) * batch
    }
    let size = height * width * channels
    for (place, image) in images.enumerated() {
      try context.checkInterruption()
      try fill(image, UnsafeMutableBufferPointer(start: maps(0) + place * size, count: size))
    }
    for step in steps {
      try context.checkInterruption()
      step.kernel.run(
        batch: images.count, inputs: step.inputs.map { UnsafePointer(maps($0)) },
        output: maps(step.node),
        scratch: memory + plan.size * batch)
    }
  }

  /// Channel by channel, as PyTorch flattens maps, without the channels that fill up.
  private func copy(
    _ source: UnsafePointer<Float>, _ images: Range<Int>, to target: UnsafeMutablePointer<Float>
  ) throws {
    let shape = result.shape
    for (place, image) in images.enumerated() {
      let maps = source + place * shape.size
      let row = target + image * columns
      for channel in 0..<shape.channels {
        for pixel in 0..<shape.pixels {
          let value = maps[pixel * shape.stride + channel]
          guard value.isFinite else { throw NetworkError.nonFinite(image: image) }
          row[channel * shape.pixels + pixel] = value
        }
      }
    }
  }
}
