import Basics
import CommandLine

/// Candidates of Tab in lines: what they are, then their names, broken where the terminal ends.
struct GroupedList {
  let text: String

  /// - Parameter width: of the terminal, in columns.
  init(_ groups: [Completion.Group], width: Int) {
    let margin = (groups.map { displayWidth($0.title) }.max() ?? 0) + 2
    let lines = groups.flatMap { group -> [String] in
      var lines = [group.title + String(repeating: " ", count: margin - displayWidth(group.title))]
      var taken = margin
      for (index, name) in group.candidates.enumerated() {
        let wide = displayWidth(name)
        let isFirst = index == 0 || taken + 1 + wide > width
        if index > 0, isFirst { lines.append(String(repeating: " ", count: margin)) }
        lines[lines.count - 1] += isFirst ? name : " " + name
        taken = isFirst ? margin + wide : taken + 1 + wide
      }
      return lines
    }
    text = lines.map { $0 + "\n" }.joined()
  }
}
