import Interpreter

/// The lesson that is being played in a sitting, wherever that is: opens it, hands it what a person enters, and keeps how
/// far the person has come.
public final class Classroom {
  private let session: Session
  private let store: LessonStore?
  private let goingOn: String
  private var player: LessonPlayer?
  /// Where there is no store.
  private var records = LessonRecords()
  /// Is told what the lesson says.
  public var say: (LessonPlayer.Utterance) -> Void = { _ in }
  /// Runs code as if the person had entered it, and shows what comes of it; false where something was wrong.
  public var run: (String) -> Bool = { _ in false }

  /// - Parameters:
  ///   - store: keeps records from day to day; nil keeps them for this sitting.
  ///   - goingOn: what a person does here to go on, as the lesson names it.
  public init(session: Session, store: LessonStore?, goingOn: String = LessonPlayer.enterKey) {
    (self.session, self.store, self.goingOn) = (session, store, goingOn)
  }

  public var isOpen: Bool { player != nil }

  /// What can be chosen now, by its letter; empty where nothing is to be chosen.
  public var choices: [String] { player?.choices ?? [] }

  /// Opens a lesson where an entry asks for one: `lesson NAME`, `tutorial`.
  public func opens(by entry: String) -> Bool {
    let words = entry.split(whereSeparator: \.isWhitespace).map { $0.filter { $0 != "\"" } }
    let name: String
    switch words.first {
    case "tutorial" where words.count == 1: name = "tutorial"
    // A path may have blanks.
    case "lesson" where words.count > 1 && words[1] != "report" && words[1] != "export":
      name = words.dropFirst().joined(separator: " ")
    default: return false
    }
    guard session.value(named: words[0]) == nil, let lesson = LessonLibrary.lesson(name) else { return false }
    begin(lesson)
    return true
  }

  /// Plays a lesson from where the person had come.
  public func begin(_ lesson: Lesson) {
    keep()
    let player = LessonPlayer(
      lesson, record: (store?.records ?? records)[lesson.name], session: session, goingOn: goingOn,
      say: { [unowned self] in say($0) }, run: { [unowned self] in run($0) })
    self.player = player
    player.begin()
    keep()
  }

  /// Hands what was entered to the lesson.
  public func take(_ entry: String) -> LessonPlayer.Reply {
    guard let player else { return .runs }
    let reply = player.take(entry)
    keep()
    if reply == .left { self.player = nil }
    return reply
  }

  /// Tells the lesson of a line of a person's own.
  public func settle(_ entry: String, hasRun: Bool) {
    guard let player else { return }
    if hasRun { player.ran(entry) } else { player.failed(entry) }
    keep()
    if player.isFinished { self.player = nil }
  }

  private func keep() {
    guard let record = player?.record else { return }
    records[record.lesson] = record
    store?.keep(record)
  }
}
