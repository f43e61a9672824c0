/// A lesson on paper: its text and code, with room for the answers and for the numbers that a run gives.
public struct Worksheet {
  /// As Markdown.
  public let text: String

  public init(_ lesson: Lesson) {
    var parts = ["# \(lesson.title)", "Name: ______________________  Date: ____________"]
    for step in lesson.steps {
      switch step {
      case .text(let text):
        parts.append(LessonText.filled(text.replacing("# \(lesson.title)\n", with: "")) { _ in "_____" })
      case .code(let code): parts.append("```mien\n\(code)\n```")
      case .check: break
      case .question(let question): parts.append(Self.text(of: question))
      }
    }
    text = parts.map { $0.drop { $0 == "\n" } }.joined(separator: "\n\n") + "\n"
  }

  private static func text(of question: LessonQuestion) -> String {
    let title = "**Question \(question.index + 1)\(question.isPrediction ? " (guess before you run)" : "").** "
    let prompt = LessonText.filled(question.prompt) { _ in "_____" }
    let room: String
    switch question.kind {
    case .choice(let options): room = options.map { "- [ ] \($0.text)" }.joined(separator: "\n")
    case .order(let items): room = items.map { "- ___ \($0.text)" }.joined(separator: "\n")
    case .number: room = "Your guess: _________  It is: _________"
    case .line: room = "```mien\n\n```"
    }
    return "\(title)\(prompt)\n\n\(room)"
  }
}
