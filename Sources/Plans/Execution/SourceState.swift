import Basics

/// What the sources of plans have read, for telling later whether it is still there.
public struct SourceState: Sendable, Equatable {
  /// Of the files' sizes and times: the same means that nothing has changed; a file that was just written has none that
  /// lasts.
  fileprivate let stamp: Digest
  /// Of the content.
  fileprivate let content: Digest
}

extension Executor {
  /// What the sources of these plans held when this executor read them. Where it has not, it looks, and may read the data.
  /// - Returns: nil where one of them cannot be read.
  public func sourceState(of grid: PlanGrid) -> SourceState? {
    let stamp = combined(
      sources(of: grid).map { sections in
        let source = replanned(sections)
        return (memo.recordKey(of: source.name) ?? (try? recordKey(of: source.placed)))?.hexadecimal
      })
    guard let stamp, let content = content(of: grid) else { return nil }
    return SourceState(stamp: stamp, content: content)
  }

  /// Whether the sources hold something else by now. Reads data only where the files look different.
  public func haveChanged(_ state: SourceState, of grid: PlanGrid) -> Bool {
    guard let now = currentStamp(of: grid), now != state.stamp else { return false }
    return content(of: grid).map { $0 != state.content } ?? true
  }

  private func currentStamp(of grid: PlanGrid) -> Digest? {
    combined(sources(of: grid).map { try? recordKey(of: replanned($0).placed).hexadecimal })
  }

  private func content(of grid: PlanGrid) -> Digest? {
    combined(
      sources(of: grid).map { sections in
        try? start(of: sections, TraceRecorder(observer: SilentObserver())).metadata.origin.fingerprint
      })
  }

  private func combined(_ names: [String?]) -> Digest? {
    let known = names.compactMap { $0 }
    return known.count == names.count ? Digest("sources", known.joined(separator: "\n")) : nil
  }

  /// A plan for each source that is another.
  private func sources(of grid: PlanGrid) -> [PlanSections] {
    var seen: Set<String> = []
    return grid.combinations.compactMap { combination in
      guard let first = combination.plan.steps.first,
        seen.insert("\(first.canonicalText) \(combination.plan.seed ?? settings.seed)").inserted
      else { return nil }
      return try? sections(of: combination.plan)
    }
  }
}
