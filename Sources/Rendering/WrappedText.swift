import Basics

/// A text in lines no wider than `width`, broken between words; a line goes on with the indentation it began with.
/// Indentation of four blanks or more marks code, which is never broken.
public func wrapped(_ text: String, width: Int) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { wrappedLine(sanitized(String($0)), width: width) }
    .joined(separator: "\n")
}

private func wrappedLine(_ line: String, width: Int) -> String {
  guard displayWidth(line) > width else { return line }
  let indentation = String(line.prefix { $0 == " " })
  guard indentation.count < 4 else { return line }
  var lines: [String] = []
  var current = indentation
  for word in line.split(separator: " ") {
    if current.count > indentation.count, displayWidth(current) + 1 + displayWidth(String(word)) > width {
      lines.append(current)
      current = indentation
    }
    current += (current.count > indentation.count ? " " : "") + word
  }
  return (lines + [current]).joined(separator: "\n")
}

/// In one line, without control characters, so that a name from a file cannot steer the terminal.
public func sanitized(_ text: String) -> String { printableLine(text) }
