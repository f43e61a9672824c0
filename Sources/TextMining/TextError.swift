import Numerics

/// What can go wrong between texts and numbers.
public enum TextError: ExplainableError, Equatable {
  case noDocuments
  case noTerms
  case unknownColumn(String, known: [String])
  case noTextColumn(known: [String])
  case nothingRead(format: String, problems: Int)
  case badOption(String, value: Double, needed: String)
  case tooManyTopics(found: Int, documents: Int, terms: Int)
  case differentLengths(of: String, found: Int, documents: Int)

  public var code: String { entry.code }
  public var problem: String { entry.problem }
  public var remedy: String { entry.remedy }
  public var explanation: String { entry.explanation }

  private typealias Entry = (code: String, problem: String, remedy: String, explanation: String)

  private static let idea =
    "A corpus is a list of documents; each becomes a row of numbers by counting the terms that stand in it."

  private var entry: Entry {
    switch self {
    case .noDocuments:
      ("E1501", "the corpus has no documents", "check the file: a document needs some text", Self.idea)
    case .noTerms:
      (
        "E1502", "no term is left to count",
        "use fewer stop words, shorter terms, or a lower least number of documents",
        Self.idea
      )
    case .unknownColumn(let name, let known):
      (
        "E1503", "there is no column '\(name)'", "use one of \(known.joined(separator: ", "))", Self.idea
      )
    case .noTextColumn(let known):
      (
        "E1504", "no column is called text, abstract, content or title",
        "say which holds the text, of \(known.joined(separator: ", "))", Self.idea
      )
    case .nothingRead(let format, let problems):
      (
        "E1505", "no document could be read as \(format) (\(problems) problems)",
        "check that the file is \(format); the remarks tell the lines", Self.idea
      )
    case .badOption(let name, let value, let needed):
      ("E1506", "\(name) = \(value) is not possible", "give \(name) \(needed)", Self.idea)
    case .tooManyTopics(let found, let documents, let terms):
      (
        "E1507", "\(found) topics need as many documents and terms; there are \(documents) and \(terms)",
        "ask for \(max(1, min(documents, terms))) topics or fewer", Self.idea
      )
    case .differentLengths(let what, let found, let documents):
      (
        "E1508", "there are \(found) \(what) for \(documents) documents", "give one for each document", Self.idea
      )
    }
  }
}
