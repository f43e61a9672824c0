import Numerics

/// What can go wrong between texts and numbers.
public enum TextError: ExplainableError, Equatable {
  case noDocuments
  case noTerms
  case unknownColumn(String, known: [String])
  case noTextColumn(known: [String])
  /// - Parameter first: the first of `problems`.
  case nothingRead(format: String, first: ReadingProblem, problems: Int)
  case badOption(String, value: Double, needed: String)
  case tooManyTopics(found: Int, documents: Int, terms: Int)
  case differentLengths(of: String, found: Int, documents: Int)
  case noKeywords
  case unknownFormat(path: String)
  /// - Parameter contexts: in so many of which, such as documents, no term stands `least` times.
  case allRare(least: Int, contexts: Int, kind: String)

  public static let samples: [Self] = [
    .noDocuments, .noTerms, .unknownColumn("txt", known: ["text"]), .noTextColumn(known: ["year"]),
    .nothingRead(format: "RIS", first: ReadingProblem(line: 1, message: "…"), problems: 2),
    .badOption("topics", value: 0, needed: "above 0"),
    .tooManyTopics(found: 9, documents: 3, terms: 5), .differentLengths(of: "years", found: 1, documents: 2),
    .noKeywords, .unknownFormat(path: "library.pdf"), .allRare(least: 2, contexts: 1, kind: "document"),
  ]

  private static let idea =
    "A corpus is a list of documents; each becomes a row of numbers by counting the terms that stand in it."

  public var entry: ErrorEntry {
    switch self {
    case .noDocuments:
      ErrorEntry(
        "E1501", "the corpus has no documents",
        remedy: "check what is read: a document needs some text; of a folder, its .txt and .md files are read",
        explanation: Self.idea)
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
    case .nothingRead(let format, let first, let problems):
      ErrorEntry(
        "E1505",
        "no document could be read as \(format): line \(first.line): \(first.message)"
          + (problems > 1 ? ", and \(problems - 1) more" : ""),
        remedy: "check that the file is \(format), and mend that line", explanation: Self.idea)
    case .badOption(let name, let value, let needed):
      ErrorEntry(
        "E1506", "\(name) = \(value) is not possible",
        remedy: "give \(name) \(needed)", explanation: Self.idea)
    case .tooManyTopics(let found, let documents, let terms):
      ErrorEntry(
        "E1507", "\(found) topics need as many documents and terms; there are \(documents) and \(terms)",
        remedy: min(documents, terms) > 1
          ? "ask for \(min(documents, terms)) topics or fewer" : "ask for one topic, or give more documents",
        explanation: Self.idea)
    case .differentLengths(let what, let found, let documents):
      ErrorEntry(
        "E1508", "there are \(found) \(what) for \(documents) documents",
        remedy: "give one for each document", explanation: Self.idea)
    case .noKeywords:
      ErrorEntry(
        "E1509", "no keywords are known of these texts",
        remedy: "link their words (of=words), or read a table with a column called keywords", explanation: Self.idea)
    case .unknownFormat(let path):
      ErrorEntry(
        "E1510", "'\(path)' is no corpus: .csv, .tsv, .bib and .ris files are read, and folders of .txt and .md files",
        remedy: "export references as BibTeX or RIS, or save each text as a .txt file in a folder",
        explanation: Self.idea)
    case .allRare(let least, let contexts, let kind):
      ErrorEntry(
        "E1511",
        contexts == 1
          ? "there is one \(kind), and no term stands in \(least) of them"
          : "no term stands in \(least) of the \(contexts) \(kind)s",
        remedy: least > 1 ? "read more texts, or lower least" : "use fewer stop words", explanation: Self.idea)
    }
  }
}
