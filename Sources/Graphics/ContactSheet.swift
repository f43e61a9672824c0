import Basics

/// Pictures side by side with captions, in as many rows as the width asks for.
/// - Parameters:
///   - images: from left to right, then down.
///   - columns: how many columns each may take; wider pictures are shrunk.
/// - Returns: lines without a line end after the last; an empty line between rows of pictures.
public func contactSheet(_ images: [Picture], columns: Int = 24, style: TerminalStyle) -> String {
  let columns = min(max(columns, 4), style.width)
  let across = max(1, (style.width + 2) / (columns + 2))
  let rows = stride(from: 0, to: images.count, by: across).map { start in
    sheetRow(Array(images[start..<min(start + across, images.count)]), columns, style)
  }
  let whole = style.wholeNames(images.map(\.caption), cutTo: columns)
  return (rows + (whole.isEmpty ? [] : [whole.joined(separator: "\n")])).joined(separator: "\n\n")
}

private func sheetRow(_ images: [Picture], _ columns: Int, _ style: TerminalStyle) -> String {
  let drawn = images.map { picture -> (lines: [String], width: Int) in
    (imageLines(picture, columns: columns, style: style), min(columns, picture.width))
  }
  let height = drawn.map(\.lines.count).max() ?? 0
  let pictures = (0..<height).map { y in
    drawn.map { picture in
      // The width of a line cannot be read off it, since it holds control codes.
      y < picture.lines.count
        ? picture.lines[y] + String(repeating: " ", count: columns - picture.width)
        : String(repeating: " ", count: columns)
    }.joined(separator: "  ").trimmingTrailingSpaces
  }
  let captions = images.map { style.fitted($0.caption, to: columns) }.joined(separator: "  ")
  return (pictures + [captions.trimmingTrailingSpaces]).joined(separator: "\n")
}
