import Interpreter
import Lessons
import Plans

/// A lesson that is played in cells: each is handed to it first, and what it says stands below.
final class LessonCells {
  private let classroom: Classroom
  private var said: [LessonPlayer.Utterance] = []

  /// - Parameter store: keeps how far a person has come; nil keeps it for this sitting.
  init(session: Session, store: LessonStore?) {
    classroom = Classroom(session: session, store: store, goingOn: "`next` in a cell")
    classroom.say = { [unowned self] in said.append($0) }
  }

  /// Whether a cell is the lesson's; where it is not, it is to be run, and `settle` told of it.
  /// - Parameter run: runs code of the lesson; false where it failed.
  func take(_ code: String, run: @escaping (String) -> Bool) -> Bool {
    classroom.run = run
    defer { classroom.run = { _ in false } }
    // A cell without words does nothing, in a lesson as well.
    guard !code.allSatisfy(\.isWhitespace) else { return false }
    let entry = String(code.reversed().drop(while: \.isWhitespace).reversed())
    return classroom.take(entry) != .runs || classroom.opens(by: entry)
  }

  /// A cell that is none of the lesson's has run, or failed.
  func settle(_ code: String, hasRun: Bool) { classroom.settle(code, hasRun: hasRun) }

  /// What has been said since it was asked last; nil where nothing has.
  func takeSaid() -> Document? {
    defer { said = [] }
    return said.isEmpty ? nil : Document(lesson: said)
  }
}
