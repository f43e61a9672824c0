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
      for (index, name) in group.candidates.enumerated() {
        if index > 0, displayWidth(lines[lines.count - 1]) + 1 + displayWidth(name) > width {
          lines.append(String(repeating: " ", count: margin))
        }
        lines[lines.count - 1] += lines[lines.count - 1].last == " " ? name : " " + name
      }
      return lines
    }
    text = lines.map { $0 + "\n" }.joined()
  }
}
