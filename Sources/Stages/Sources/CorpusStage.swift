import Basics
import Datasets
import Numerics
import Plans
import Samples
import StandardLibrary
import TextMining

/// `corpus "abstracts.csv"`, `corpus "library.bib"`
struct CorpusStage: SourceStage {
  static let declaration = Declaration(
    "corpus", "Reads texts: a table, BibTeX, RIS, or a folder of text files.", takes: .nothing,
    gives: ValueKinds(TextContent.kind),
    discussion: """
      Each record is a row; title and abstract together are its text. A table (.csv, .tsv) holds the text in a column called \
      abstract, text, content or title, or in the one that `text=` names; `label=` names the column of classes (one called \
      label is taken by itself). Of a folder every .txt and .md file is a row, and the folder it lies in is its class. Year, \
      keywords and title stay known of each row. What is broken in a file is told with its line, and the rest is read. \
      Texts are rows like any other: `tfidf` makes features of them, and what follows learns and is tested as for faces. \
      Without a path it is a small corpus of invented abstracts on the recognition of facial expressions, which was written \
      for this program and says so.
      """,
    searchTerms: ["texts", "literature", "abstracts", "bibtex", "bibliography", "ris", "documents"],
    reference: "RFC 4180 (CSV); BibTeX; RIS",
    examples: [
      Example("corpus", shows: "48 texts"),
      Example("corpus | tfidf | svm linear | cv 3", shows: "macro-F1"),
      Example("corpus \"library.bib\" | words", notRunBecause: "it needs a file of your own"),
    ])

  @Parameter("a .csv, .tsv, .bib or .ris file, or a folder of text files", positional: true)
  var path: PathParameter? = nil
  @Parameter("the column that holds the text, of a table") var text: DataColumn? = nil
  @Parameter("the column that holds the classes, of a table") var label: DataColumn? = nil

  func check(in environment: RunEnvironment) throws {
    if let path { try environment.checkPresent(path.path) }
  }

  func identity(in environment: RunEnvironment) throws -> String { path.map { $0.path + fileStamp($0.path) } ?? "" }

  func readPaths(in environment: RunEnvironment) -> [String] { path.map { [$0.path] } ?? [] }

  func load(_ context: StageContext) throws -> Samples {
    let read = try CorpusFile(path: path?.path, text: text?.name, label: label?.name, context.execution)
    let problems = read.corpus.problems
    for problem in problems.prefix(8) {
      context.note(
        "line \(problem.line): \(problem.message); \(problem.isRead ? "read all the same" : "passed over")")
    }
    if problems.count > 8 { context.note("\(grouped(problems.count)) places could not be read; the first 8 are told") }
    for note in read.notes { context.note(note) }
    return try read.samples(context)
  }
}

/// A corpus as a file, a folder or this program holds it.
private struct CorpusFile {
  let name: String
  let corpus: Corpus
  let isWritten: Bool
  let notes: [String]

  /// - Throws: `TextError`, `DatasetError`, `Interrupted`.
  init(path: String?, text: String?, label: String?, _ context: ExecutionContext) throws {
    isWritten = path == nil
    guard let path else {
      name = "abstracts"
      corpus = try Corpus(csv: StandardLibrary.abstracts, text: text, label: label)
      notes = []
      return
    }
    name = DatasetLoader.sourceName(ofPath: path)
    var reading = FileReading()
    guard !isPresentFolder(path) else {
      corpus = try reading.folder(path, context)
      notes = reading.notes
      return
    }
    switch path.lowercased().split(separator: ".").last {
    case "csv", "tsv": corpus = try Corpus(csv: reading.file(path), text: text, label: label)
    case "bib", "bibtex": corpus = try Corpus(bibTeX: reading.file(path))
    case "ris": corpus = try Corpus(ris: reading.file(path))
    default:
      throw TextError.unknownFormat(path: path)
    }
    notes = reading.notes
  }

  /// Bytes as texts, with what has to be told of them.
  private struct FileReading {
    private var isReplaced = false
    private var notTexts: [String] = []

    /// - Throws: `DatasetError` where the file cannot be read or is no text.
    mutating func file(_ path: String) throws -> String {
      guard let text = ReadableText(try readWholeFile(path)) else {
        throw DatasetError.badEncoding(file: path, what: "it holds bytes that no text has, as pictures and programs do")
      }
      isReplaced = isReplaced || text.hasReplacements
      return text.text
    }

    mutating func folder(_ path: String, _ context: ExecutionContext) throws -> Corpus {
      var texts: [(path: String, text: String)] = []
      for file in try textFiles(below: path, context: context) {
        guard let text = ReadableText(file.bytes) else {
          notTexts.append(file.path)
          continue
        }
        isReplaced = isReplaced || text.hasReplacements
        texts.append((file.path, text.text))
      }
      return try Corpus(files: texts)
    }

    var notes: [String] {
      let told = notTexts.prefix(8).joined(separator: ", ") + (notTexts.count > 8 ? " and others" : "")
      return (isReplaced ? ["some bytes are no UTF-8 and were replaced by \u{FFFD}; save the file as UTF-8"] : [])
        + (notTexts.isEmpty ? [] : ["no texts, whatever their names say, so passed over: \(told)"])
    }
  }

  func samples(_ context: StageContext) throws -> Samples {
    let documents = corpus.documents
    let texts = documents.map(\.content)
    let repeats = texts.count - Set(texts).count
    if repeats > 0 {
      context.note("texts that stand here already: \(grouped(repeats)); a split may put copies on both sides")
    }
    var attributes: [MetadataColumn] = []
    func add(_ name: String, _ values: [String?]) {
      guard values.contains(where: { $0 != nil }) else { return }
      attributes.append(MetadataColumn(name, .attribute, .texts(values)))
    }
    add("title", documents.map { $0.title.isEmpty ? nil : $0.title })
    add("keywords", documents.map { $0.keywords.isEmpty ? nil : $0.keywords.joined(separator: "; ") })
    if documents.contains(where: { $0.year != nil }) {
      attributes.append(MetadataColumn("year", .attribute, .wholeNumbers(documents.map(\.year))))
    }
    let labels = labels(context)
    let known = zip(texts, documents).map { "\($0)\u{0}\($1.label ?? "")\u{0}\($1.year ?? 0)" }
    let fingerprint = known.reduce(into: Digest("texts")) { $0.combine($1) }.hexadecimal
    return Samples(
      content: TextContent(texts: texts),
      metadata: RowMetadata(
        labels: labels, sources: [String](repeating: name, count: texts.count), rowNames: rowNames,
        attributes: attributes,
        origin: DataProvenance(
          name: name, summary: summary, synthetic: isWritten ? "abstracts written for mien" : nil,
          fingerprint: fingerprint)))
  }

  private var summary: [DataFact] {
    isWritten
      ? [
        DataFact(
          "", "48 abstracts in four topics, written for this program: nobody published them, they report no findings")
      ] : []
  }

  private func labels(_ context: StageContext) -> Labels? {
    let named = corpus.documents.map { $0.label.flatMap { $0.isEmpty ? nil : $0 } }
    let missing = named.count { $0 == nil }
    guard missing < named.count else { return nil }
    guard missing == 0 else {
      context.note("\(grouped(missing)) of \(grouped(named.count)) texts have no class, so that none is used")
      return nil
    }
    let names = Set(named.compactMap { $0 }).sorted()
    let codes = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return Labels(names: names, codes: named.map { $0.flatMap { codes[$0] } ?? 0 })
  }

  /// Where each came from; a key that stands twice is told apart by a number.
  private var rowNames: [String] {
    var seen: [String: Int] = [:]
    return corpus.documents.enumerated().map { place, document in
      let name = document.source.isEmpty ? "text \(place + 1)" : document.source
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count == 1 ? name : "\(name) (\(count))"
    }
  }
}
