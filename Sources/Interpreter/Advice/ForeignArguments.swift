import Basics
import Plans

/// What the arguments of another language's call can be here: each by its name, by its place, by what it stands for, or
/// left out. What is right among them is for the checker to say.
struct ForeignArguments {
  /// How many ways are looked at.
  private static let limit = 24

  let parameters: [ParameterDeclaration]
  let elsewhere: NamesElsewhere

  /// Ways to write all arguments, with how many are left out; the empty one is not among them.
  func ways(to write: [ForeignLine.Argument]) -> [(text: String, leftOut: Int)] {
    var ways = [(text: "", leftOut: 0)]
    for argument in write.prefix(5) {
      let options = options(for: argument) + [""]
      ways = ways.flatMap { way in
        options.map { option in
          let text = [way.text, option].filter { !$0.isEmpty }.joined(separator: " ")
          return (text, way.leftOut + (option.isEmpty ? 1 : 0))
        }
      }
      if ways.count > 400 { ways = Array(ways.prefix(400)) }
    }
    // Values one after another may be a list.
    if write.count > 1, write.allSatisfy({ $0.label == nil }) {
      ways.append(("[" + write.compactMap { values($0.value).first }.joined(separator: ", ") + "]", 0))
    }
    var seen: Set<String> = [""]
    let ordered = ways.enumerated().sorted { ($0.element.leftOut, $0.offset) < ($1.element.leftOut, $1.offset) }
    return Array(ordered.map(\.element).filter { seen.insert($0.text).inserted }.prefix(Self.limit))
  }

  private func options(for argument: ForeignLine.Argument) -> [String] {
    let (value, isTurned) = unturned(argument.value)
    let values = values(value)
    guard let label = argument.label else {
      let turn = isTurned ? elsewhere.argument("-").map { turn in values.map { "\($0) \(turn)" } } ?? [] : []
      return turn + values
    }
    var options = elsewhere.argument("\(label)=\(value)").map { [$0] } ?? []
    let folded = label.lowercased()
    if let parameter = parameters.first(where: { $0.name == label || $0.aliases.contains(label) })
      ?? parameters.first(where: { $0.name.lowercased() == folded })
    {
      options += values.map { "\(parameter.name)=\($0)" }
    } else if parameters.contains(where: \.takesAnyName) {
      options += values.map { "\(label)=\($0)" }
    }
    return options + values
  }

  /// `-x` and `desc(x)`, which turn an order round.
  private func unturned(_ value: String) -> (String, Bool) {
    if let name = value.wholeMatch(of: #/-\s*([A-Za-z_]\w*)/#) { return (String(name.output.1), true) }
    if let name = value.wholeMatch(of: #/desc\(\s*([A-Za-z_]\w*)\s*\)/#) { return (String(name.output.1), true) }
    return (value, false)
  }

  /// A value in the ways that it can be written here.
  private func values(_ value: String) -> [String] {
    if let word = Self.words[value] { return [word] }
    if let share = Double(value), share > 0, share < 1, !value.hasPrefix("-") {
      return [value, "\(NumberFormat.shortest((share * 1e6).rounded() / 1e4))%"]
    }
    if let comparison = RowComparison(value) { return ["(\(value))"] + (comparison.arguments.map { [$0] } ?? []) }
    if let first = value.first, first == "\"" || first == "'", value.last == first, value.count > 1 {
      let inside = String(value.dropFirst().dropLast())
      if let comparison = RowComparison(inside) { return values(comparison.text) }
      let isName = inside.wholeMatch(of: #/[A-Za-z_]\w*/#) != nil
      return (isName ? [inside] : []) + (inside.contains("\"") || inside.contains("{") ? [] : ["\"\(inside)\""])
    }
    if let list = value.wholeMatch(of: #/(?:c\(|\[|\()(.*)(?:\]|\))/#), list.output.1.contains(",") {
      let elements = list.output.1.split(separator: ",").map { String($0).trimmed }
      let plain = elements.map { element in
        element.hasPrefix("'") || element.hasPrefix("\"") ? String(element.dropFirst().dropLast()) : element
      }.joined(separator: ", ")
      return ["[\(plain)]", "{\(plain)}"]
    }
    return [value]
  }

  private static let words = [
    "True": "yes", "TRUE": "yes", "true": "yes", "T": "yes", "False": "no", "FALSE": "no", "false": "no", "F": "no",
    "None": "none", "NULL": "none", "null": "none", "NA": "none",
  ]
}
