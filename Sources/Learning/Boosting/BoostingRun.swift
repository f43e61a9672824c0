import Numerics

/// One fit of gradient boosting: round after round of derivatives, trees and new margins.
final class BoostingRun {
  private let options: GradientBoosting
  private let training: WeightedRows
  private let heldOut: WeightedRows?
  private let outputs: Int
  private let seed: UInt64
  private let context: ExecutionContext
  private let binned: BinnedColumns
  private let start: [Float]
  private let margins: BoostingMargins
  private let gradients: GradientTable
  private let order: RowOrder
  private let pool: HistogramPool

  init(
    _ options: GradientBoosting, _ parts: BoostingParts, binned: BinnedColumns?, outputs: Int, seed: UInt64,
    _ context: ExecutionContext
  ) throws {
    self.options = options
    training = parts.training
    heldOut = parts.heldOut
    self.outputs = outputs
    self.seed = seed
    self.context = context
    self.binned =
      try binned ?? BinnedColumns(training.features, width: BinnedColumns.blockWidth, context: context)
    start = Self.start(training, outputs: outputs)
    let rows = training.features.rows
    margins = BoostingMargins(rows: rows, start: start)
    gradients = GradientTable(training, LossGradients(loss: options.loss, outputs: outputs), margins: margins)
    order = RowOrder(outputs: outputs, rows: max(1, Int(Double(rows) * options.rowShare)))
    pool = HistogramPool(blocks: self.binned.blocks)
  }

  /// The margins whose probabilities are the shares of the classes, as XGBoost starts.
  private static func start(_ training: WeightedRows, outputs: Int) -> [Float] {
    var mass = [Double](repeating: 0, count: max(2, outputs))
    for (code, weight) in zip(training.classes, training.weights) { mass[Int(code)] += Double(weight) }
    // A class whose rows are all held out, or weigh nothing, is left where it costs little.
    let logs = mass.map { logarithm(max($0, 1e-6)) }
    guard outputs > 1 else { return [Float(logs[1] - logs[0])] }
    let mean = logs.reduce(0, +) / Double(logs.count)
    return logs.map { Float($0 - mean) }
  }

  func fitted(classNames: [String], classCodes: [Int]) throws -> FittedGradientBoosting {
    var rounds: [[BoostedTree]] = []
    var watch = heldOut.map { HeldOutWatch($0, start: start, options.earlyStopping) }
    for round in 0..<options.trees {
      let trees = try grow(round)
      rounds.append(trees)
      context.report(fraction: Double(round + 1) / Double(options.trees))
      if try watch?.isOver(after: trees, context) == true { break }
    }
    let kept = watch.map { Array(rounds.prefix($0.bestRounds)) } ?? rounds
    return FittedGradientBoosting(
      classNames: classNames, classCodes: classCodes, width: training.features.columns, start: start,
      trees: kept.flatMap(\.self), heldOutLoss: watch?.bestLoss)
  }

  private func grow(_ round: Int) throws -> [BoostedTree] {
    let scales = try gradients.update(margins, context: context)
    let rows = chosenRows(round)
    let order = order
    let gradients = gradients
    let sums = OwnedBuffer<Int64>(repeating: 0, count: outputs)
    let target = DisjointPointer(sums.base)
    try context.forEachPiece(of: outputs, size: 1) { piece in
      let packed = gradients.packed(of: piece.lowerBound)
      order.begin(output: piece.lowerBound, chosen: rows, packed: packed)
      target[piece.lowerBound] = rows.reduce(0) { $0 &+ packed[Int($1)] }
    }
    let isWhole = rows.count == training.features.rows
    let grower = RoundGrower(
      options: options, formula: options.formula, search: search(round, scales), scales: scales,
      addToMargins: isWhole ? adder : nil)
    let trees = try grower.grow(rows: rows.count, sums: (0..<outputs).map { sums[$0] }, context: context)
    if !isWhole { try margins.add(trees, training.features, context: context) }
    return trees
  }

  private var adder: @Sendable (Int, UnsafeBufferPointer<Int32>, Float) -> Void {
    let margins = margins
    return { output, rows, value in
      let target = margins.output(output)
      for row in rows { target[Int(row)] += value }
    }
  }

  /// Exactly the share asked for, in ascending order.
  private func chosenRows(_ round: Int) -> [Int32] {
    let all = training.features.rows
    guard order.capacity < all else { return (0..<Int32(all)).map(\.self) }
    return SeededGenerator.derived(from: seed, 2, round).sample(order.capacity, of: all).map(Int32.init)
  }

  private func search(_ round: Int, _ scales: [GradientScale]) -> LevelSearch {
    let columns = binned.columns
    let count = max(1, Int((Double(columns) * options.columnShare).rounded()))
    var masks = [UInt16](repeating: 0, count: binned.blocks)
    for column in SeededGenerator.derived(from: seed, 3, round).sample(count, of: columns)
    where binned.cuts[column].bins > 1 || binned.hasMissing[column] {
      masks[column / binned.width] |= 1 << (column % binned.width)
    }
    let blocks = masks.indices.filter { masks[$0] != 0 }
    return LevelSearch(
      binned: binned, scans: blocks.map { scan($0, masks[$0]) }, scales: scales, blocks: blocks, order: order,
      pool: pool, shared: gradients.sharedByRow)
  }

  private func scan(_ block: Int, _ mask: UInt16) -> SplitScan {
    SplitScan(
      formula: options.formula, firstColumn: block * binned.width, mask: mask, bins: binned.blockBins[block],
      hasMissing: binned.columns(of: block).contains { binned.hasMissing[$0] })
  }
}

extension SeededGenerator {
  /// `count` of 0..<`total` without repetition, ascending, every set equally likely.
  func sample(_ count: Int, of total: Int) -> [Int] {
    guard count < total else { return Array(0..<total) }
    var generator = self
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    for i in 0..<total where generator.below(total - i) < count - chosen.count { chosen.append(i) }
    return chosen
  }
}
