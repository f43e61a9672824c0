import CommandLine
import Glibc

/// Shows a long text page by page at a terminal.
struct Pager {
  /// The screen's height, in lines; nil where there is no screen.
  let height: Int?

  init(for output: OutputStream) {
    var size = winsize()
    let isKnown = output.isTerminal && ioctl(output.descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0
    height = isKnown ? Int(size.ws_row) : nil
  }

  /// Whether a text is longer than the screen, the next prompt included.
  func isNeeded(for text: String) -> Bool {
    guard let height else { return false }
    return text.utf8.count { $0 == UInt8(ascii: "\n") } >= height
  }

  /// What the user's pager is, `less` by default, with what is needed to show colours and to leave the text on the screen;
  /// where there is none, the text is written as it is. Who has set nothing may never have seen a pager: it says which key
  /// does what, and ends with the text. `less` would take the first letter of a line that is typed into it for a command,
  /// and `s` writes a file; `LESSSECURE` forbids what reaches beyond the text.
  private static let command = #"""
    p=${PAGER:-less}; command -v ${p%% *} >/dev/null 2>&1 || p=cat
    export LESSSECURE=1
    LESS=${LESS-'FRXE$PsMore below: Space goes on, q goes back to type lines$'} exec $p
    """#

  /// - Returns: whether it was shown.
  func show(_ text: String) -> Bool {
    guard let pipe = popen(Self.command, "w") else { return false }
    fputs(text, pipe)
    return pclose(pipe) == 0
  }
}
