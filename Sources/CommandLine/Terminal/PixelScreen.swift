import Basics
import Drawing
import Glibc
import Graphics
import Printing
import Synchronization

/// A terminal that may draw pixels: asked when the first picture is shown, and never again. In a pipe, and inside a
/// terminal multiplexer, which may pass on no pictures, no question is asked and no pixel drawn.
public final class PixelScreen: Sendable {
  private enum State {
    case unknown
    case none
    case draws(PixelProtocol, cell: (width: Int, height: Int), isDark: Bool)
  }

  private let state = Mutex((screen: State.unknown, typed: [UInt8]()))
  private let output: OutputStream
  private let environment: @Sendable (String) -> String?

  /// - Parameter environment: looks a variable up.
  public init(
    _ output: OutputStream, environment: @escaping @Sendable (String) -> String? = { environmentVariable($0) }
  ) {
    self.output = output
    self.environment = environment
  }

  /// What draws the chart at the cursor; nil where the terminal draws no pixels, or nothing can be drawn.
  /// - Parameter columns: of the terminal.
  public func codes(of chart: Chart, columns: Int) -> String? {
    guard case .draws(let pixels, let cell, let isDark) = known() else { return nil }
    let columns = min(columns, 100, max(20, 1400 / cell.width))
    let width = columns * cell.width
    // Letters are as large as those of a page that is 640 wide, whatever the dots of the screen.
    let resolution = max(96, 96 * width / 640)
    let scene = ChartLayout.scene(of: chart, on: .page, width: Double(width) * 96 / Double(resolution))
    guard let drawn = try? Printer(theme: isDark ? .dark : .light).pixels(scene, dotsPerInch: resolution),
      let raster = Raster(width: drawn.width, height: drawn.height, pixels: drawn.pixels)
    else { return nil }
    return pixels.codes(of: raster, columns: columns)
  }

  /// What a person typed while the terminal was asked; once.
  public func takeTypedAhead() -> [UInt8] {
    state.withLock { state in
      defer { state.typed = [] }
      return state.typed
    }
  }

  private func known() -> State {
    state.withLock { state in
      guard case .unknown = state.screen else { return state.screen }
      guard output.isTerminal, !isInsideMultiplexer, environment("TERM") != "dumb" else {
        state.screen = .none
        return .none
      }
      // Asked later where it could not be asked now.
      guard let answers = TerminalQuestions(descriptor: output.descriptor, milliseconds: 100).answers() else {
        return .none
      }
      state.typed += answers.rest
      state.screen =
        answers.best.map { .draws($0, cell: answers.cell ?? cellSize() ?? (8, 16), isDark: answers.isDark ?? true) }
        ?? .none
      return state.screen
    }
  }

  /// What multiplexers set for the programs in them. They take Kitty's question for a title.
  private var isInsideMultiplexer: Bool {
    let isMarked = ["TMUX", "STY", "ZELLIJ"].contains { !(environment($0) ?? "").isEmpty }
    let name = environment("TERM") ?? ""
    return isMarked || name.hasPrefix("tmux") || name.hasPrefix("screen")
  }

  /// By the size of the window, where it tells that in pixels.
  private func cellSize() -> (width: Int, height: Int)? {
    var size = winsize()
    guard ioctl(output.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
    let (width, height) = (Int(size.ws_xpixel) / Int(size.ws_col), Int(size.ws_ypixel) / Int(size.ws_row))
    return (2...200).contains(width) && (2...200).contains(height) ? (width, height) : nil
  }
}
