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
  /// How many of the first steps are computed for a few images at a time.
  private let leading: Int
  /// Images that these take at a time.
  private let few: Int
  /// Maps that only the first steps know, for a few images, and the others, for a whole batch.
  private let plans: (inner: MemoryPlan, outer: MemoryPlan)
  /// Numbers of an image of each node.
  private let shapeSizes: [Int]
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
    nodes = zip(nodes, NetworkNode.fused(nodes, shapes)).map { precision.joins($1.step) ? $1 : $0 }
    let needed = Self.needed(nodes)
    var lastUses = Array(nodes.indices)
    for (index, node) in nodes.enumerated() where needed[index] {
      for input in node.inputs { lastUses[input] = index }
    }
    lastUses[nodes.count - 1] = nodes.count
    shapeSizes = shapes.map(\.size)
    let sizes = shapes.map { ($0.size + 15) / 16 * 16 }
    let (end, few) = Self.beginning(nodes, needed, sizes)
    self.few = few
    func plan(_ isPart: (Int) -> Bool) -> MemoryPlan {
      MemoryPlan(sizes: nodes.indices.map { needed[$0] && isPart($0) ? sizes[$0] : nil }, lastUses: lastUses)
    }
    plans = (plan { lastUses[$0] < end }, plan { lastUses[$0] >= end })
    steps = nodes.indices.filter { needed[$0] }.map { index in
      let inputs = nodes[index].inputs
      return Step(
        node: index, inputs: inputs,
        kernel: precision.kernel(of: nodes[index].step, inputs.map { shapes[$0] }, shapes[index]))
    }
    leading = steps.prefix { $0.node < end }.count
    result = (nodes.count - 1, shapes[nodes.count - 1])
    columns = result.shape.pixels * result.shape.channels
  }

  /// The first nodes that are computed for a few images at a time, so that their large maps stay in the second cache: as
  /// long as there are not many weights, which would have to be fetched each time.
  private static func beginning(
    _ nodes: [NetworkNode], _ needed: [Bool], _ sizes: [Int]
  ) -> (end: Int, images: Int) {
    let end = nodes.indices.first { needed[$0] && nodes[$0].step.weights > 64_000 } ?? nodes.count - 1
    let largest = nodes.indices.prefix(end).dropFirst().filter { needed[$0] }.map { sizes[$0] }.max()
    return largest.map { (end, max(1, 200_000 / $0)) } ?? (0, .max)
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
    let layout = Layout(few: min(few, batch), batch: batch, plans: plans)
    let needs = layout.scratch + scratch
    return try Matrix(rows: count, columns: columns) { matrix in
      guard let base = matrix.baseAddress else { return }
      let target = DisjointPointer(base)
      let done = Atomic<Int>(0)
      try context.forEachPiece(of: count, size: batch) { [self] images in
        let arena = arenas.take(needs)
        defer { arenas.give(arena) }
        try run(images, arena.base, layout, context: context, fill)
        try copy(UnsafePointer(maps(result.node, arena.base, layout, first: 0)), images, to: target.base)
        let finished = done.add(images.count, ordering: .relaxed).newValue
        context.report(fraction: Double(finished) / Double(count))
      }
    }
  }

  /// Where the parts of an arena begin.
  private struct Layout: Sendable {
    let few: Int
    let batch: Int
    /// The maps of a whole batch, and what kernels need for themselves; those of a few images come first.
    let outer: Int
    let scratch: Int

    init(few: Int, batch: Int, plans: (inner: MemoryPlan, outer: MemoryPlan)) {
      (self.few, self.batch) = (few, batch)
      outer = plans.inner.size * few
      scratch = outer + plans.outer.size * batch
    }
  }

  /// Where a node's maps are. - Parameter first: the first of a few images, counted within the batch.
  private func maps(
    _ node: Int, _ memory: UnsafeMutablePointer<Float>, _ layout: Layout, first: Int
  ) -> UnsafeMutablePointer<Float> {
    if let offset = plans.inner.offsets[node] { return memory + offset * layout.few }
    return memory + (layout.outer + (plans.outer.offsets[node] ?? 0) * layout.batch + first * shapeSizes[node])
  }

  private func run(
    _ images: Range<Int>, _ memory: UnsafeMutablePointer<Float>, _ layout: Layout, context: ExecutionContext,
    _ fill: (Int, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws {
    func run(_ step: Step, _ range: Range<Int>) throws {
      try context.checkInterruption()
      step.kernel.run(
        batch: range.count,
        inputs: step.inputs.map { UnsafePointer(maps($0, memory, layout, first: range.lowerBound)) },
        output: maps(step.node, memory, layout, first: range.lowerBound), scratch: memory + layout.scratch)
    }
    let size = height * width * channels
    for first in stride(from: 0, to: images.count, by: layout.few) {
      let range = first..<min(first + layout.few, images.count)
      let pixels = maps(0, memory, layout, first: first)
      for image in range {
        try context.checkInterruption()
        try fill(
          images.lowerBound + image, UnsafeMutableBufferPointer(start: pixels + (image - first) * size, count: size))
      }
      for step in steps.prefix(leading) { try run(step, range) }
    }
    for step in steps.dropFirst(leading) { try run(step, 0..<images.count) }
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
