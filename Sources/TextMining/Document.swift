/// A text with what a bibliography says of it.
public struct Document: Sendable, Equatable {
  public var title: String
  public var text: String
  public var keywords: [String]
  public var authors: [String]
  public var year: Int?
  /// A class, where the corpus is for learning one.
  public var label: String?
  /// Where it came from: a file's name, a citation key, or a line.
  public var source: String

  public init(
    title: String = "", text: String, keywords: [String] = [], authors: [String] = [], year: Int? = nil,
    label: String? = nil, source: String = ""
  ) {
    self.title = title
    self.text = text
    self.keywords = keywords
    self.authors = authors
    self.year = year
    self.label = label
    self.source = source
  }

  /// Title and text, which is what is counted.
  public var content: String { title.isEmpty || text.hasPrefix(title) ? text : "\(title).\n\(text)" }
}

/// Something that could not be read, while the rest was.
public struct ReadingProblem: Sendable, Equatable {
  /// From 1.
  public let line: Int
  public let message: String
  /// Whether what the line belongs to was read all the same.
  public let isRead: Bool

  public init(line: Int, message: String, isRead: Bool = false) {
    self.line = line
    self.message = message
    self.isRead = isRead
  }
}

/// Documents and what went wrong on the way.
public struct Corpus: Sendable, Equatable {
  public var documents: [Document]
  public var problems: [ReadingProblem]

  public init(documents: [Document], problems: [ReadingProblem] = []) {
    self.documents = documents
    self.problems = problems
  }

  /// Throws where nothing was read.
  func checked(_ format: String) throws -> Corpus {
    guard documents.isEmpty else { return self }
    guard let first = problems.first else { throw TextError.noDocuments }
    throw TextError.nothingRead(format: format, first: first, problems: problems.count)
  }
}
