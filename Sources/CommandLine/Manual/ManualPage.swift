import Basics

/// The page that `man` shows, made of what the parser of the command line says of itself, so that it cannot say anything
/// else than `--help` does.
///
/// Own code because the parser's own tool for this writes pages that `mandoc -Tlint` finds dozens of faults in.
public struct ManualPage {
  private let command: JSONValue

  /// - Parameter description: the parser's: `{"command": {"commandName": …, "arguments": [{"kind": …}], …}}`.
  public init(of description: JSONValue) {
    command = description["command"] ?? .null
  }

  /// In mdoc.
  /// - Parameter date: as `Month day, year`.
  public func text(date: String) -> String {
    let name = command["commandName"]?.string ?? ""
    var lines = [".Dd \(date)", ".Dt \(name.uppercased()) 1", ".Os", ".Sh NAME", ".Nm \(name)"]
    lines.append(".Nd " + ManualText.words(withoutFullStop(command["abstract"]?.string ?? "")))
    lines += [".Sh SYNOPSIS", ".Nm", ".Op Ar option ..."] + operands(of: command)
    lines += [".Nm", ".Ar command", ".Op Ar argument ..."]
    lines += [".Sh DESCRIPTION"] + ManualText.paragraphs(command["discussion"]?.string ?? "")
    lines += [".Sh OPTIONS"] + arguments(of: command)
    lines.append(".Sh COMMANDS")
    for subcommand in shown(command["subcommands"]) { lines += section(of: subcommand, in: name) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A command, then those inside it.
  private func section(of command: JSONValue, in parent: String) -> [String] {
    let name = command["commandName"]?.string ?? ""
    guard name != "help" else { return [] }
    let inner = shown(command["subcommands"]).filter { $0["commandName"]?.string != "help" }
    var lines = [".Ss \(parent) \(name)"] + ManualText.paragraphs(command["abstract"]?.string ?? "")
    lines += ManualText.paragraphs(command["discussion"]?.string ?? "", goesOn: true)
    if inner.isEmpty { lines += arguments(of: command) }
    return lines + inner.flatMap { section(of: $0, in: "\(parent) \(name)") }
  }

  /// What stands on the command line by its place.
  private func operands(of command: JSONValue) -> [String] {
    shown(command["arguments"]).filter { $0["kind"]?.string == "positional" }
      .map { ".Op Ar \($0["valueName"]?.string ?? "")" }
  }

  /// Each argument with what it means; help and version are told once, of the whole program.
  private func arguments(of command: JSONValue) -> [String] {
    let isWhole = command == self.command
    let entries = shown(command["arguments"]).filter { argument in
      isWhole || !["help", "version"].contains(argument["valueName"]?.string)
    }
    guard !entries.isEmpty else { return [] }
    return [".Bl -tag -width Ds"] + entries.flatMap { [head(of: $0)] + meaning(of: $0) } + [".El"]
  }

  private func head(of argument: JSONValue) -> String {
    let value = argument["valueName"]?.string ?? ""
    let dots = argument["isRepeating"]?.bool == true ? " ..." : ""
    guard argument["kind"]?.string != "positional" else { return ".It Ar \(value)\(dots)" }
    let names = (argument["names"]?.elements ?? []).map { name in
      let word = name["name"]?.string ?? ""
      return "Fl \(name["kind"]?.string == "long" ? "-" : "")\(word)"
    }
    let taken = argument["kind"]?.string == "option" ? " Ar \(value)" : ""
    return ".It " + names.joined(separator: " , ") + taken
  }

  private func meaning(of argument: JSONValue) -> [String] {
    var text = argument["abstract"]?.string ?? ""
    if let standard = argument["defaultValue"]?.string { text += " Default: \(standard)." }
    return ManualText.paragraphs(text)
  }

  private func shown(_ list: JSONValue?) -> [JSONValue] {
    (list?.elements ?? []).filter { $0["shouldDisplay"]?.bool ?? true }
  }

  private func withoutFullStop(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

/// Plain text as lines of mdoc.
enum ManualText {
  /// Paragraphs lie between empty lines; one of several lines keeps them as they are. Words in back quotes are bold.
  /// - Parameter goesOn: whether text stands before it.
  static func paragraphs(_ text: String, goesOn: Bool = false) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let blocks = lines.split { $0.allSatisfy(\.isWhitespace) }
    return blocks.enumerated().flatMap { index, block -> [String] in
      guard block.count == 1, let line = block.first else {
        return [".Bd -unfilled -offset indent"] + block.map { guarded(words(String($0))) } + [".Ed"]
      }
      return (goesOn || index > 0 ? [".Pp"] : []) + filled(String(line))
    }
  }

  /// A sentence begins a line, and no line is longer than a screen, as readers of the source expect.
  private static func filled(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let isNewSentence = line.last.map { ".!?".contains($0) } ?? false
      if isNewSentence || line.utf8.count + word.utf8.count > 70 {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return styled((lines + [line]).filter { !$0.isEmpty }).map(guarded)
  }

  /// Bold goes on over the ends of lines.
  private static func styled(_ lines: [String]) -> [String] {
    words(lines.joined(separator: "\n")).split(separator: "\n").map(String.init)
  }

  /// With what is not ASCII as escapes, and words in back quotes bold.
  static func words(_ text: String) -> String {
    var isBold = false
    return text.unicodeScalars.reduce(into: "") { out, scalar in
      switch scalar {
      case "\\": out += "\\e"
      case "`":
        isBold.toggle()
        out += isBold ? "\\fB" : "\\fR"
      case _ where scalar.isASCII: out.unicodeScalars.append(scalar)
      default:
        out += "\\[u" + hexadecimal(scalar) + "]"
      }
    }
  }

  /// A line that begins like a request is none.
  private static func guarded(_ line: String) -> String {
    line.first == "." || line.first == "'" ? "\\&" + line : line
  }
}
