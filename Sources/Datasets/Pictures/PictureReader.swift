import Imaging
import Numerics
import Samples
import Synchronization

/// Decodes the planned images of a folder or archive on all threads.
struct PictureReader {
  private let files: any FileCollection
  private let plan: PicturePlan
  private let options: LoadOptions

  /// Images decoded by one thread before it takes more: a few milliseconds of work.
  private static let pieceSize = 128

  /// The images of one piece, in order, with what could not be read.
  private struct Piece: Sendable {
    var stack = ImageStack()
    var unreadable: [(row: Int, file: SkippedFile)] = []
  }

  init(_ files: any FileCollection, plan: PicturePlan, options: LoadOptions) {
    self.files = files
    self.plan = plan
    self.options = options
  }

  /// - Throws: `DatasetError.unreadableFile` with `.stop`, `.tooManyUnreadable`, `.tooLarge`, `Interrupted`.
  func read(context: ExecutionContext) throws -> Reading {
    let (stack, unreadable) = try decoded(context)
    return try assembled(stack, unreadable)
  }

  /// All images as one stack, with what could not be read.
  private func decoded(_ context: ExecutionContext) throws -> (ImageStack, [(row: Int, file: SkippedFile)]) {
    let rows = plan.rows
    let size = Self.pieceSize
    let pieces = OrderedAssembly(Piece()) { (whole: inout Piece, piece: Piece) in
      try whole.stack.append(contentsOf: piece.stack, of: rows.count)
      whole.unreadable += piece.unreadable
    }
    let progress = Progress()
    try context.forEachPiece(of: rows.count, size: size) { range in
      try pieces.add(try decode(range, progress, context), at: range.lowerBound / size)
      context.report(fraction: Double(progress.addRows(range.count)) / Double(rows.count))
    }
    let whole = pieces.whole
    try check(whole.unreadable.map(\.file), total: rows.count)
    return (whole.stack, whole.unreadable)
  }

  private func decode(_ range: Range<Int>, _ progress: Progress, _ context: ExecutionContext) throws -> Piece {
    let reader = files.makeReader()
    let decoder = ImageDecoder(orientation: options.orientation)
    var piece = Piece()
    var total = 0
    for row in range {
      try context.checkInterruption()
      do {
        let image = try reader.withBytes(of: plan.rows[row].file) { try decoder.decode($0) }
        piece.stack.append(image)
        total = progress.addBytes(image.pixels.count)
      } catch {
        let file = SkippedFile(
          name: files.listing.path(plan.rows[row].file), reason: Self.reason(error), label: plan.rows[row].label)
        guard options.badFiles != .stop else {
          throw DatasetError.unreadableFile(name: file.name, reason: file.reason)
        }
        piece.unreadable.append((row, file))
      }
      guard total <= options.maximumBytes else {
        throw DatasetError.tooLarge(name: files.displayName, bytes: total, limit: options.maximumBytes)
      }
    }
    return piece
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DatasetError.unreadableFile(_, let reason): reason
    case DatasetError.permissionDenied: "permission denied"
    case DatasetError.pathMissing: "it is gone"
    case let error as any ExplainableError: error.problem
    default: "\(error)"
    }
  }

  private func check(_ unreadable: [SkippedFile], total: Int) throws {
    let limit = options.badFiles.limit(of: total)
    guard unreadable.count > limit || unreadable.count == total else { return }
    throw DatasetError.tooManyUnreadable(
      count: unreadable.count, total: total, limit: limit, first: Array(unreadable.prefix(3)))
  }

  private func assembled(_ stack: ImageStack, _ unreadable: [(row: Int, file: SkippedFile)]) throws -> Reading {
    let missing = Set(unreadable.map(\.row))
    let rows = missing.isEmpty ? plan.rows : plan.rows.indices.filter { !missing.contains($0) }.map { plan.rows[$0] }
    var columns: [MetadataColumn] = [.texts("label", .label, rows.map(\.label))]
    func add(_ part: (PicturePlan.Row) -> String?, _ column: ([String?]) -> MetadataColumn) {
      let values = rows.map(part)
      if values.contains(where: { $0 != nil }) { columns.append(column(values)) }
    }
    add(\.subject) { .subjects($0.map { $0 ?? "" }) }
    add(\.group) { .attribute(Dataset.groupName, $0.map { $0 ?? "" }) }
    for (place, name) in plan.attributeNames.enumerated() {
      columns.append(
        MetadataColumn(
          name, .attribute, .init(inferredFrom: rows.map { $0.attributes.isEmpty ? nil : $0.attributes[place] })))
    }
    add(\.source) { .sources($0.map { $0 ?? "" }) }
    if rows.contains(where: { $0.part != nil }) { columns.append(.parts(rows.map { $0.part ?? .train })) }
    columns.append(.texts("row", .rowName, rows.map { files.listing.path($0.file) }))
    return try Reading(
      stack, columns: columns, layout: plan.layout, skipped: plan.skipped + unreadable.map(\.file), notes: plan.notes)
  }
}

/// Counts what all threads have done.
private final class Progress: Sendable {
  private let rows = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)

  func addRows(_ count: Int) -> Int {
    rows.wrappingAdd(count, ordering: .relaxed).newValue
  }

  func addBytes(_ count: Int) -> Int {
    bytes.wrappingAdd(count, ordering: .relaxed).newValue
  }
}
