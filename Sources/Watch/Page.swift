import Basics
import Diagnostics
import Plans
import Rendering
import Synchronization

/// What the page shows, whoever looks at it. Written by the thread that reads the file and by the one that runs the
/// script; read by the one that serves.
final class Page: Sendable {
  private struct State {
    var revision = 0
    var nextID = 1
    var title = ""
    /// One line on the whole: up to date, what is running.
    var status = "reading the script"
    /// What is wrong with the file itself.
    var problem = ""
    var digest = ""
    var isBusy = true
    var blocks: [PageBlock] = []
    /// The places in `blocks` of what came of each statement of the outline that was adopted last.
    var outputs: [Int] = []
    /// Which outline that was.
    var outline: Digest?
    /// What a person can do in the lesson that is played here; nil where none is.
    var offer: LessonOffer?

    /// In a lesson, lines that went wrong stay where they were entered.
    var isWrong: Bool { !problem.isEmpty || outline != nil && blocks.contains { !$0.problem.isEmpty } }

    mutating func takeID() -> Int {
      defer { nextID += 1 }
      return nextID
    }
  }

  private let state = Mutex(State())
  private let onChange: @Sendable () -> Void

  /// - Parameter onChange: called after every change, from whichever thread made it.
  init(onChange: @escaping @Sendable () -> Void = {}) {
    self.onChange = onChange
  }

  var revision: Int { state.withLock { $0.revision } }

  /// Takes the cells of a script as it is now. What came of a statement that is the same still stands; everything else is
  /// marked as stale.
  func adopt(_ outline: ScriptOutline) {
    change { state in
      let old = state.blocks
      let drafts = Draft.all(of: outline)
      let places = alignment(of: old.map(\.matchText), to: drafts.map(\.matchText))
      state.outputs = []
      state.blocks = zip(drafts, places).map { draft, place in
        let known = place.map { old[$0] }.flatMap { $0.kind == draft.kind ? $0 : nil }
        var block = known ?? PageBlock(id: state.takeID(), kind: draft.kind, text: draft.text)
        _ = block.become(draft.applied(to: block, of: outline), at: state.revision)
        return block
      }
      state.outputs = state.blocks.indices.filter { state.blocks[$0].kind == .output }
      (state.outline, state.offer) = (outline.digest, nil)
      (state.title, state.problem, state.digest) = (outline.title, "", outline.digest.hexadecimal)
      (state.isBusy, state.status) = (true, "reading the script")
    }
  }

  /// Changes what is said of a statement, unless the page has gone on to another state of the script.
  func update(_ statement: Int, of outline: ScriptOutline, _ edit: (inout PageBlock) -> Void) {
    change { state in
      guard state.outline == outline.digest, state.outputs.indices.contains(statement) else { return }
      let place = state.outputs[statement]
      var block = state.blocks[place]
      edit(&block)
      _ = state.blocks[place].become(block, at: state.revision)
    }
  }

  /// The name of the result that is shown for a statement; nil where none is, or the page has gone on.
  func shown(_ statement: Int, of outline: ScriptOutline) -> Digest? {
    state.withLock { state in
      guard state.outline == outline.digest, state.outputs.indices.contains(statement) else { return nil }
      return state.blocks[state.outputs[statement]].shown
    }
  }

  /// Says that something is wrong in a cell that belongs to no statement of it.
  func fail(cell: Int, of outline: ScriptOutline, _ problem: String) {
    change { state in
      guard state.outline == outline.digest else { return }
      let places = state.blocks.indices.filter { state.blocks[$0].kind != .output }
      guard places.indices.contains(cell) else { return }
      var block = state.blocks[places[cell]]
      block.problem += (block.problem.isEmpty ? "" : "\n") + problem
      block.state = .failed
      _ = state.blocks[places[cell]].become(block, at: state.revision)
    }
  }

  /// Says how it stands with the whole.
  func tell(_ status: String, isBusy: Bool) {
    change { state in (state.status, state.isBusy) = (status, isBusy) }
  }

  /// Says what is wrong with the file; everything else stays as it was.
  func tellProblem(_ problem: String) {
    change { state in (state.problem, state.status, state.isBusy) = (problem, "the file cannot be followed", false) }
  }

  // MARK: A lesson

  /// A lesson takes the place of whatever was shown.
  func beginLesson(_ title: String, problem: String) {
    change { state in
      (state.blocks, state.outputs, state.outline, state.offer) = ([], [], nil, nil)
      (state.title, state.problem, state.digest) = (title, problem, "")
      (state.isBusy, state.status) = (true, "beginning")
    }
  }

  /// - Returns: by which the block can be changed.
  @discardableResult
  func append(_ kind: PageBlock.Kind, _ edit: (inout PageBlock) -> Void) -> Int {
    var id = 0
    change { state in
      id = state.takeID()
      let empty = PageBlock(id: id, kind: kind, text: "")
      var block = empty
      edit(&block)
      state.blocks.append(empty)
      _ = state.blocks[state.blocks.count - 1].become(block, at: state.revision)
    }
    return id
  }

  func update(id: Int, _ edit: (inout PageBlock) -> Void) {
    change { state in
      guard let place = state.blocks.lastIndex(where: { $0.id == id }) else { return }
      var block = state.blocks[place]
      edit(&block)
      _ = state.blocks[place].become(block, at: state.revision)
    }
  }

  /// - Parameter offer: nil where there is nothing more to do.
  func offer(_ offer: LessonOffer?) { change { state in state.offer = offer } }

  private func change(_ edit: (inout sending State) -> Void) {
    state.withLock { state in
      state.revision += 1
      edit(&state)
    }
    onChange()
  }

  /// What has to be told to a page that has seen `revision`, 0 for one that has seen nothing, in one line of JSON.
  func news(since revision: Int) -> (text: String, revision: Int) {
    state.withLock { state in
      let changed = state.blocks.filter { $0.changed > revision }
      let value: JSONValue = .object([
        "title": .string(state.title), "status": .string(state.status), "problem": .string(state.problem),
        "digest": .string(state.digest), "busy": .boolean(state.isBusy),
        "wrong": .boolean(state.isWrong),
        "lesson": state.offer.map { .object(["choices": .strings($0.choices)]) } ?? .null,
        "order": .array(state.blocks.map { .integer($0.id) }),
        "blocks": .array(changed.map { $0.json(since: revision) }),
      ])
      return (value.text, state.revision)
    }
  }

  /// For tests: everything that is shown.
  var blocks: [PageBlock] { state.withLock { $0.blocks } }
  var isBusy: Bool { state.withLock { $0.isBusy } }
  var problem: String { state.withLock { $0.problem } }
  var offered: LessonOffer? { state.withLock { $0.offer } }
}

extension PageBlock {
  /// What belongs together has it in common.
  fileprivate var matchText: String { "\(kind.rawValue) \(text)" }
}

/// A block as the script alone says it is.
private struct Draft {
  let kind: PageBlock.Kind
  let text: String
  var title = ""
  var knobs: [Knob] = []
  var statement: Int?

  var matchText: String { "\(kind.rawValue) \(text)" }

  /// The cells in order, each with what came of its statements below it.
  static func all(of outline: ScriptOutline) -> [Draft] {
    var drafts: [Draft] = []
    for (index, cell) in outline.cells.enumerated() {
      switch cell.content {
      case .text(let words): drafts.append(Draft(kind: .words, text: words, title: cell.title))
      case .code(let code, _):
        let span = outline.cellSpans[index]
        let knobs = outline.knobs.filter { $0.span.start >= span.start && $0.span.start < span.end }
        drafts.append(Draft(kind: .code, text: code, title: cell.title, knobs: knobs))
      }
      for (place, statement) in outline.statements.enumerated() where statement.cell == index {
        drafts.append(Draft(kind: .output, text: statement.text, statement: place))
      }
    }
    return drafts
  }

  func applied(to old: PageBlock, of outline: ScriptOutline) -> PageBlock {
    var block = old
    (block.text, block.knobs, block.problem, block.growing) = (text, knobs, "", "")
    guard let statement else {
      (block.content, block.state) = (content(id: block.id), .current)
      return block
    }
    let outlined = outline.statements[statement]
    if block.shown == outlined.key {
      block.state = .current
    } else if block.shown != nil || !outlined.isSilent {
      block.state = .stale
      block.status = block.shown == nil ? "not run yet" : old.text == text ? stale(outlined, old) : "stale: edited"
    }
    return block
  }

  private func stale(_ statement: ScriptOutline.Statement, _ old: PageBlock) -> String {
    let changed = statement.reads.filter { old.shownReads[$0.key] != $0.value }.keys.sorted()
    return changed.isEmpty
      ? "stale: a file or a setting has changed" : "stale: \(changed.joined(separator: ", ")) changed"
  }

  /// The words or the code of a cell, of elements.
  private func content(id: Int) -> String {
    var count = 0
    func heading(_ title: String, level: Int) -> String {
      count += 1
      return "<h\(level) id=\"part-\(id)-\(count)\">\(contentEscaped(title))</h\(level)>\n"
    }
    let head = title.isEmpty ? "" : heading(title, level: 2)
    return kind == .words
      ? head + HTMLReport().words(text) { heading($0, level: $1) }
      : head + (text.isEmpty ? "" : "<pre class=\"code\"><code>\(contentEscaped(text))</code></pre>\n")
  }
}
