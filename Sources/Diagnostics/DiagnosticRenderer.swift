import Basics

/// Draws a diagnostic as a person reads it: what, where, and what to do.
///
///     error[E0104]: svm has no kernel 'rfb'
///       ┌─ study.mien:4:19
///     4 │ faces | lbp | svm rfb
///       │                   ^^^ did you mean 'rbf'?
///       = kernels: linear, rbf, poly, sigmoid
///
/// `^` marks the place itself, `-` the places that explain it; each text that is pointed into has a frame of its own.
public struct DiagnosticRenderer: Sendable {
  public enum Style: Sendable {
    /// No control codes: for files, pipes and `NO_COLOR`.
    case plain
    /// ANSI colours: for terminals.
    case colored
  }

  public init() {}

  /// The diagnostic in lines, without a line end after the last. Costs a pass over each text that it points into.
  public func render(_ diagnostic: Diagnostic, style: Style) -> String {
    let paint = Paint(severity: diagnostic.severity, isColored: style == .colored)
    let excerpts = excerpts(of: diagnostic)
    let width = excerpts.map(\.numberWidth).max() ?? 1
    let title = paint.title("\(diagnostic.severity.rawValue)[\(diagnostic.code.id)]")
    var rows = ["\(title)\(paint.message(": \(printable(diagnostic.message))"))"]
    for excerpt in excerpts {
      rows += excerpt.render(numberWidth: width, paint: paint)
    }
    let margin = String(repeating: " ", count: width + 1)
    rows += diagnostic.notes.map { note in
      margin + paint.gutter("=") + " " + printable(note).split(separator: "\n").joined(separator: "\n\(margin)  ")
    }
    return rows.joined(separator: "\n")
  }

  /// All of them, with an empty line between.
  public func render(_ diagnostics: Diagnostics, style: Style) -> String {
    diagnostics.all.map { render($0, style: style) }.joined(separator: "\n\n")
  }

  /// One excerpt a text, the primary label's first.
  private func excerpts(of diagnostic: Diagnostic) -> [SourceExcerpt] {
    var labels = diagnostic.secondary.map { (label: $0, isPrimary: false) }
    if let primary = diagnostic.primary { labels.insert((primary, true), at: 0) }
    var sources: [SourceText] = []
    for (label, _) in labels where !sources.contains(label.location.source) {
      sources.append(label.location.source)
    }
    return sources.map { source in
      SourceExcerpt(source, labels: labels.filter { $0.label.location.source == source })
    }
  }
}
