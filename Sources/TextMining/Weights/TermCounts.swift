import Glibc
import Numerics

/// Which terms are columns, and how often each stands in each document. Peer: scikit-learn's CountVectorizer.
public struct TermCounts: Sendable, Equatable {
  /// In alphabetical order (by code point).
  public let terms: [String]
  /// A row for each document.
  public let counts: SparseRows
  /// Documents that hold each term.
  public let documentFrequencies: [Int]

  /// - Parameters:
  ///   - leastDocuments: terms in fewer documents are left out.
  ///   - greatestShare: terms in a greater share of the documents are left out.
  ///   - mostTerms: at most so many, the ones that occur oftenest.
  /// - Throws: `TextError.noTerms`, `.badOption`, `Interrupted`.
  public init(
    _ tokens: TokenizedTexts, leastDocuments: Int = 1, greatestShare: Double = 1, mostTerms: Int? = nil,
    context: ExecutionContext = .plain
  ) throws {
    guard leastDocuments >= 1 else {
      throw TextError.badOption("least documents", value: Double(leastDocuments), needed: "1 or more")
    }
    guard greatestShare > 0, greatestShare <= 1 else {
      throw TextError.badOption("greatest share", value: greatestShare, needed: "above 0, at most 1")
    }
    var frequencies = [Int](repeating: 0, count: tokens.terms.count)
    var totals = frequencies
    var lastSeen = [Int](repeating: -1, count: tokens.terms.count)
    for (document, terms) in tokens.documents.enumerated() {
      if document % 4096 == 0 { try context.checkInterruption() }
      for term in terms {
        totals[Int(term)] += 1
        if lastSeen[Int(term)] != document {
          lastSeen[Int(term)] = document
          frequencies[Int(term)] += 1
        }
      }
    }
    let most = Int((greatestShare * Double(tokens.documents.count)).rounded(.down))
    var kept = tokens.terms.indices.filter { frequencies[$0] >= leastDocuments && frequencies[$0] <= most }
    if let mostTerms, kept.count > mostTerms {
      guard mostTerms > 0 else {
        throw TextError.badOption("most terms", value: Double(mostTerms), needed: "1 or more")
      }
      kept.sort { totals[$0] != totals[$1] ? totals[$0] > totals[$1] : tokens.terms[$0] < tokens.terms[$1] }
      kept.removeLast(kept.count - mostTerms)
    }
    guard !kept.isEmpty else { throw TextError.noTerms }
    let keyed = kept.map { (Array(tokens.terms[$0].unicodeScalars), $0) }
    let sorted = keyed.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    terms = sorted.map { tokens.terms[$0] }
    documentFrequencies = sorted.map { frequencies[$0] }
    var columns = [Int32](repeating: -1, count: tokens.terms.count)
    for (column, term) in sorted.enumerated() { columns[term] = Int32(column) }
    counts = try Self.counted(tokens.documents, columns, width: sorted.count, context)
  }

  static func counted(
    _ documents: [[Int32]], _ columns: [Int32], width: Int, _ context: ExecutionContext
  ) throws -> SparseRows {
    var starts = [0]
    var places: [Int32] = []
    var values: [Double] = []
    var sums = [Int32](repeating: 0, count: width)
    var present: [Int32] = []
    for (document, terms) in documents.enumerated() {
      if document % 4096 == 0 { try context.checkInterruption() }
      for term in terms where columns[Int(term)] >= 0 {
        let column = columns[Int(term)]
        if sums[Int(column)] == 0 { present.append(column) }
        sums[Int(column)] += 1
      }
      present.sort()
      for column in present {
        places.append(column)
        values.append(Double(sums[Int(column)]))
        sums[Int(column)] = 0
      }
      present.removeAll(keepingCapacity: true)
      starts.append(places.count)
    }
    return SparseRows(rows: documents.count, columns: width, starts: starts, places: places, values: values)
  }

  /// A term with how often it occurs.
  public struct WordCount: Sendable, Equatable {
    public let term: String
    public let count: Int
    public let documents: Int
  }

  /// The terms that occur oftenest; equal ones in alphabetical order.
  public func mostFrequent(_ limit: Int = .max) -> [WordCount] {
    var totals = [Double](repeating: 0, count: terms.count)
    for index in counts.places.indices { totals[Int(counts.places[index])] += counts.values[index] }
    let order = terms.indices.sorted { totals[$0] != totals[$1] ? totals[$0] > totals[$1] : $0 < $1 }
    return order.prefix(limit).map {
      WordCount(term: terms[$0], count: Int(totals[$0]), documents: documentFrequencies[$0])
    }
  }
}
