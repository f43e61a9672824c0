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
  case noKeywords

  public static let samples: [Self] = [
    .noDocuments, .noTerms, .unknownColumn("txt", known: ["text"]), .noTextColumn(known: ["year"]),
    .nothingRead(format: "RIS", problems: 1), .badOption("topics", value: 0, needed: "above 0"),
    .tooManyTopics(found: 9, documents: 3, terms: 5), .differentLengths(of: "years", found: 1, documents: 2),
    .noKeywords,
  ]

  private static let idea =
    "A corpus is a list of documents; each becomes a row of numbers by counting the terms that stand in it."

  public var entry: ErrorEntry {
    switch self {
    case .noDocuments:
      ErrorEntry(
        "E1501", "the corpus has no documents",
        remedy: "check the file: a document needs some text", explanation: Self.idea)
    case .noTerms:
      ErrorEntry(
        "E1502", "no term is left to count",
        remedy: "use fewer stop words, shorter terms, or a lower least number of documents", explanation: Self.idea)
    case .unknownColumn(let name, let known):
      ErrorEntry(
        "E1503", "there is no column '\(name)'",
        remedy: "use one of \(known.joined(separator: ", "))", explanation: Self.idea)
    case .noTextColumn(let known):
      ErrorEntry(
        "E1504", "no column is called text, abstract, content or title",
        remedy: "say which holds the text, of \(known.joined(separator: ", "))", explanation: Self.idea)
    case .nothingRead(let format, let problems):
      ErrorEntry(
        "E1505", "no document could be read as \(format) (\(problems) problems)",
        remedy: "check that the file is \(format); the remarks tell the lines", explanation: Self.idea)
    case .badOption(let name, let value, let needed):
      ErrorEntry(
        "E1506", "\(name) = \(value) is not possible",
        remedy: "give \(name) \(needed)", explanation: Self.idea)
    case .tooManyTopics(let found, let documents, let terms):
      ErrorEntry(
        "E1507", "\(found) topics need as many documents and terms; there are \(documents) and \(terms)",
        remedy: "ask for \(max(1, min(documents, terms))) topics or fewer", explanation: Self.idea)
    case .differentLengths(let what, let found, let documents):
      ErrorEntry(
        "E1508", "there are \(found) \(what) for \(documents) documents",
        remedy: "give one for each document", explanation: Self.idea)
    case .noKeywords:
      ErrorEntry(
        "E1509", "no keywords are known of these texts",
        remedy: "link their words (of=words), or read a table with a column called keywords", explanation: Self.idea)
    }
  }
}
