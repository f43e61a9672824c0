import Basics
import Glibc
import Plans

/// The place that `save` is to write to, and what must not be lost there.
struct SaveTarget {
  let path: String
  /// Whether what is there gives way; nil where nothing was said.
  let overwrite: Bool?

  /// Looks before anything is written, and takes away what killed processes left unfinished beside it.
  /// - Throws: `StageError.wouldOverwriteSource`, `.exists`.
  func prepare(for input: PlanValue, _ context: ReaderContext) throws {
    UnfinishedParts.removeAbandoned(besides: path)
    guard let target = resolved(path) else { return }
    let steps = (input.grid?.combinations ?? []).flatMap(\.plan.steps)
    for source in Set(steps.flatMap { $0.stage.readPaths(in: context.stage.environment) }).sorted() {
      guard let data = resolved(source) else { continue }
      let isAlways = isSameFile(path, source) || data.hasPrefix(target + "/")
      // A folder of data may also hold what was made from it.
      let isWithin = target.hasPrefix(data + "/") && overwrite != true
      if isAlways || isWithin {
        throw StageError.wouldOverwriteSource(path: path, source: source, isPart: !isAlways)
      }
    }
    guard !isPresentFolder(path) else { return }
    if overwrite == false { throw StageError.exists(path: path) }
    if overwrite == nil { context.stage.note("'\(path)' was there and is replaced") }
  }

  /// Without links and dots; nil where nothing is there.
  private func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
