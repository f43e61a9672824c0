import Plans
import Rendering

/// Writes values for whoever reads them: as text, and their pictures as pixels where the terminal draws them.
public struct ValueWriter {
  private let renderer: Renderer
  private let output: OutputStream
  private let screen: PixelScreen?

  public init(renderer: Renderer, output: OutputStream, screen: PixelScreen? = nil) {
    self.renderer = renderer
    self.output = output
    self.screen = screen
  }

  public func write(_ value: PlanValue) throws(OutputFailure) {
    var separator = ParagraphSeparator(format: .json)
    try write(value, &separator)
  }

  /// With an empty line before it where the separator asks for one.
  /// - Parameter field: the name of the field that a bare number was asked for by; nil for every other value.
  func write(
    _ value: PlanValue, _ separator: inout ParagraphSeparator, field: String? = nil
  ) throws(OutputFailure) {
    if renderer.format == .csv { return try output.writeData(separator.separated(named(value, field))) }
    // Whether there are colours is what a person decides by NO_COLOR and --color; then pictures have none either.
    guard let screen, renderer.style.color != .none, let parts = renderer.parts(of: value) else {
      return try output.write(separator.separated(named(value, field)))
    }
    // All or nothing: what cannot be drawn is shown as everything was before.
    let drawn = parts.map { part -> Drawn in
      switch part {
      case .text(let text): Drawn.text(text)
      case .picture(let chart): screen.codes(of: chart, columns: renderer.style.width).map(Drawn.codes) ?? .nothing
      }
    }
    guard !drawn.contains(where: \.isNothing) else {
      return try output.write(separator.separated(renderer.text(of: value)))
    }
    var isFirst = true
    for part in drawn {
      let gap = isFirst ? separator.separated("\n\n").dropLast(2) : "\n"
      isFirst = false
      try output.write(String(gap))
      switch part {
      case .text(let text): try output.write(text)
      case .codes(let codes):
        try output.writeAsItIs(codes)
        try output.write("\n")
      case .nothing: break
      }
    }
  }

  private func named(_ value: PlanValue, _ field: String?) -> String {
    let text = renderer.text(of: value)
    guard renderer.format == .text, let field else { return text }
    return text.withNumberNamed(field)
  }

  private enum Drawn {
    case text(String)
    case codes(String)
    case nothing

    var isNothing: Bool { if case .nothing = self { true } else { false } }
  }
}

extension String {
  /// A number as it is shown, with the name of the field it was asked for by: between others it would say nothing.
  public func withNumberNamed(_ field: String) -> String {
    guard let line = dropLast().split(separator: "\n").last else { return self }
    return dropLast(line.count + 1) + "\(field): \(line)\n"
  }
}
