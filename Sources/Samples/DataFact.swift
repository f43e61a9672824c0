/// Something known of data as a whole: a question and its answer, such as "licence" and "research only".
public struct DataFact: Sendable, Hashable {
  /// Empty where the answer says all by itself.
  public let title: String
  public let answer: String

  public init(_ title: String, _ answer: String) {
    self.title = title
    self.answer = answer
  }

  /// Whether somebody has answered: an answer such as "unknown" or "see its page" sends on whoever asks.
  public var isAnswered: Bool {
    let answer = answer.lowercased()
    return !answer.isEmpty && !["unknown", "not stated", "not known", "see its page"].contains(where: answer.contains)
  }

  /// In a line: "licence: research only".
  public var text: String { title.isEmpty ? answer : "\(title): \(answer)" }

  /// From such a line. A sentence with a colon in it comes back as the same line.
  public init(line: String) {
    guard let colon = line.firstRange(of: ": ") else {
      self.init("", line)
      return
    }
    self.init(String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
  }
}
