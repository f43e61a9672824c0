import Basics

extension Notebook {
  /// A notebook of a script's cells: `# %%` begins one, and what stands before the first is one as well.
  /// - Parameter script: in UTF-8, with any line ends; all of it comes back by `script(keepsOutputs:)`.
  public init(script: String) {
    let isWindows = script.contains("\r\n") && !script.replacing("\r\n", with: "").contains { $0 == "\n" || $0 == "\r" }
    let text = isWindows ? script.replacing("\r\n", with: "\n") : script
    var pieces = PercentScript(text).pieces
    let footer = pieces.last.flatMap { NotebookFooter($0) }
    if footer != nil { pieces.removeLast() }
    let records = footer?.matched(to: pieces.map { NotebookFooter.digest($0.kind, $0.source) })
    let cells = pieces.enumerated().map { index, piece -> Cell in
      let record = records?[index]
      var cell = Cell(piece.kind, record?.source ?? piece.source, members: record?.members ?? [])
      if !piece.title.isEmpty { cell.setMetadata("title", .string(piece.title)) }
      let isLast = footer == nil && index == pieces.count - 1
      let usual = PercentScript.usualText(piece.kind, title: piece.title, source: cell.source, isLast: isLast)
      if piece.text != usual {
        cell.setMetadata(Self.ownName, .object(["text": .string(piece.text)]))
      }
      return cell
    }
    self.init(cells: cells, members: footer?.members ?? Notebook.usualMembers)
    if isWindows { setMetadata(Self.ownName, .object(["line_end": .string("\r\n")])) }
  }

  /// Under which name metadata hold what only a script needs.
  private static let ownName = "mien"

  /// The notebook as a script; what a script cannot say stands in a last cell.
  /// - Parameter keepsOutputs: whether outputs and counts of runs are among it.
  public func script(keepsOutputs: Bool = false) -> String {
    let kept = cells.map { cell in
      keepsOutputs || cell.kind != .code
        ? cell : Cell(cell.kind, cell.source, members: cell.members.filter { !Self.outputNames.contains($0.name) })
    }
    var text = Self.text(of: kept, asTheyStood: true, goesOn: false)
    // Pieces without a head of their own may have come to stand elsewhere.
    let mayStand = Self.says(text, kept)
    if !mayStand { text = Self.text(of: kept, asTheyStood: false, goesOn: false) }
    let footer = footer(of: kept, text)
    if !footer.isEmpty {
      text = Self.text(of: kept, asTheyStood: mayStand, goesOn: true)
      text += (text.isEmpty || text.hasSuffix("\n\n") ? "" : text.hasSuffix("\n") ? "\n" : "\n\n") + footer.text
    }
    let lineEnd = metadata(Self.ownName)?["line_end"]?.string
    return lineEnd == "\r\n" ? text.replacing("\n", with: "\r\n") : text
  }

  private static let outputNames: Set = ["outputs", "execution_count"]

  /// - Parameter goesOn: whether a footer follows, so that no cell is the last of the script.
  private static func text(of cells: [Cell], asTheyStood: Bool, goesOn: Bool) -> String {
    cells.enumerated().map { index, cell in
      let title = cell.scriptTitle
      if asTheyStood, let stood = cell.metadata(ownName)?["text"]?.string {
        let pieces = PercentScript(stood).pieces
        if pieces.count == 1, pieces[0].source == cell.source, pieces[0].title == title { return stood }
      }
      return PercentScript.usualText(
        cell.kind, title: title, source: cell.source, isLast: !goesOn && index == cells.count - 1)
    }.joined()
  }

  /// Whether a script's pieces are these cells.
  private static func says(_ text: String, _ cells: [Cell]) -> Bool {
    let pieces = PercentScript(text).pieces
    return pieces.count == cells.count && zip(pieces, cells).allSatisfy { $0.kind == $1.kind && $0.source == $1.source }
  }

  private func footer(of cells: [Cell], _ text: String) -> NotebookFooter {
    let pieces = PercentScript(text).pieces
    let records = cells.enumerated().map { index, cell -> NotebookFooter.Record in
      let said = index < pieces.count ? pieces[index].source : ""
      return NotebookFooter.Record(
        digest: NotebookFooter.digest(cell.kind, said), members: cell.membersBesideScript(number: index + 1),
        source: said == cell.source ? nil : cell.source)
    }
    let own = members.map { member -> JSONValue.Member in
      guard member.name == "metadata", case .object(let inner) = member.value else { return member }
      return .init(name: member.name, value: .object(inner.filter { $0.name != Self.ownName }))
    }
    return NotebookFooter(members: own == Notebook.usualMembers ? nil : own, records: records)
  }

  private func metadata(_ name: String) -> JSONValue? {
    members.first { $0.name == "metadata" }?.value[name]
  }

  private mutating func setMetadata(_ name: String, _ value: JSONValue) {
    members = members.map { member in
      guard member.name == "metadata", case .object(let inner) = member.value else { return member }
      let rest = inner.filter { $0.name != name }
      return .init(name: member.name, value: .object(rest + [.init(name: name, value: value)]))
    }
  }
}

extension Notebook.Cell {
  fileprivate func metadata(_ name: String) -> JSONValue? { self["metadata"]?[name] }

  /// The title, where the head of a script's cell can say it; empty otherwise.
  fileprivate var scriptTitle: String {
    guard let title = metadata("title")?.string, !title.contains("\n") else { return "" }
    let pieces = PercentScript(PercentScript.usualText(kind, title: title, source: "", isLast: true)).pieces
    return pieces.count == 1 && pieces[0].kind == kind && pieces[0].title == title ? title : ""
  }

  fileprivate mutating func setMetadata(_ name: String, _ value: JSONValue) {
    var inner: [JSONValue.Member] = []
    if case .object(let found)? = self["metadata"] { inner = found.filter { $0.name != name } }
    self["metadata"] = .object(inner + [.init(name: name, value: value)])
  }

  /// What neither the script's text says nor what any notebook has by itself.
  fileprivate func membersBesideScript(number: Int) -> [JSONValue.Member] {
    members.compactMap { member in
      switch (member.name, member.value) {
      case ("id", .string("cell-\(number)")), ("execution_count", .null): return nil
      case ("outputs", .array(let outputs)) where outputs.isEmpty: return nil
      case ("metadata", .object(let inner)):
        let title = scriptTitle
        let rest = inner.filter {
          $0.name != "mien" && !($0.name == "title" && !title.isEmpty && $0.value == .string(title))
        }
        return rest.isEmpty ? nil : .init(name: member.name, value: .object(rest))
      default: return member
      }
    }
  }
}
