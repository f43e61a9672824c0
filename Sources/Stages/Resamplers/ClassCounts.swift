import Plans

/// Rows by class name, written as a list in turns: `["fear", 200, "disgust", 150]`.
struct ClassCounts: Hashable {
  let rows: [String: Int]

  init(_ values: [ArgumentValue]) throws(ArgumentMismatch) {
    let form = "write class and count in turns, such as [\"fear\", 200, \"disgust\", 150]"
    guard !values.isEmpty, values.count.isMultiple(of: 2) else {
      throw .other(problem: "every class needs its number of rows", remedy: form)
    }
    var rows: [String: Int] = [:]
    for place in stride(from: 0, to: values.count, by: 2) {
      let name: String
      switch values[place] {
      case .text(let text), .word(let text): name = text
      default: throw .other(problem: "\(values[place].description) is no class name", remedy: form)
      }
      guard case .number(let number, .plain) = values[place + 1], let count = Int(exactly: number), count >= 0 else {
        throw .other(
          problem: "class '\(name)' needs a whole number of rows; got \(values[place + 1].description)", remedy: form)
      }
      guard rows.updateValue(count, forKey: name) == nil else {
        throw .other(problem: "class '\(name)' is given twice", remedy: "give each class once")
      }
    }
    self.rows = rows
  }

  var canonicalText: String {
    "[" + rows.sorted { $0.key < $1.key }.map { "\($0.key.canonicalText), \($0.value)" }.joined(separator: ", ") + "]"
  }
}
