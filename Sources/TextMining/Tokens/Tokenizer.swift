import Numerics

/// Turns texts into numbered terms: words in lower case, less stop words, by their stems if asked, and runs of them.
public struct Tokenizer: Sendable, Equatable {
  /// Words to leave out, in lower case, compared before stemming.
  public var stopWords: Set<String>
  /// Whether English stems stand for words.
  public var isStemming: Bool
  /// Words of fewer letters are left out.
  public var leastLength: Int
  /// Whether words that are numbers stay.
  public var keepsNumbers: Bool
  /// Single words (1...1), also pairs (1...2), and so on; runs do not cross sentences, and are made of the words that
  /// are left.
  public var runs: ClosedRange<Int>

  public init(
    stopWords: Set<String> = StopWords.english, isStemming: Bool = false, leastLength: Int = 2,
    keepsNumbers: Bool = false, runs: ClosedRange<Int> = 1...1
  ) {
    self.stopWords = stopWords
    self.isStemming = isStemming
    self.leastLength = leastLength
    self.keepsNumbers = keepsNumbers
    self.runs = runs
  }

  /// - Returns: the terms of every text; numbers by first appearance.
  /// - Throws: `TextError.noDocuments`, `.badOption`, `Interrupted`.
  /// - Cost: one pass over the texts, shared over the threads; stems and stop words are looked up once a different
  ///   word.
  public func tokens(_ texts: [String], context: ExecutionContext = .plain) throws -> TokenizedTexts {
    guard !texts.isEmpty else { throw TextError.noDocuments }
    guard runs.lowerBound >= 1, runs.upperBound <= 5 else {
      throw TextError.badOption("runs", value: Double(runs.upperBound), needed: "from 1 to 5")
    }
    let size = max(64, (texts.count + 31) / 32)
    var pieces = [TokenizedPiece](repeating: TokenizedPiece(), count: (texts.count + size - 1) / size)
    try pieces.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let results = DisjointPointer(base)
      try context.forEachPiece(of: texts.count, size: size) { range in
        var piece = TokenizedPiece()
        for text in range {
          try context.checkInterruption()
          piece.add(texts[text])
        }
        results.base[range.lowerBound / size] = piece
      }
    }
    return merged(pieces)
  }

  /// Terms of one text, as strings: for trying out options.
  public func terms(of text: String) throws -> [String] {
    let tokens = try tokens([text])
    return tokens.documents[0].map { tokens.terms[Int($0)] }
  }

  /// Numbers of the pieces become common ones, in the order of the texts; words become terms.
  private func merged(_ pieces: [TokenizedPiece]) -> TokenizedTexts {
    var table = TermNumbers()
    var documents: [[Int32]] = []
    var sentences: [[Int32]] = []
    for piece in pieces {
      // −1 where a word is left out.
      let numbers = piece.table.terms.map { word in term(of: word).map { table.number(of: $0) } ?? -1 }
      for (words, starts) in zip(piece.documents, piece.sentences) {
        var terms: [Int32] = []
        var places: [Int32] = []
        terms.reserveCapacity(words.count)
        var sentence = 0
        for (place, word) in words.enumerated() {
          while sentence < starts.count, Int(starts[sentence]) == place {
            if places.last != Int32(terms.count) { places.append(Int32(terms.count)) }
            sentence += 1
          }
          if numbers[Int(word)] >= 0 { terms.append(numbers[Int(word)]) }
        }
        if let last = places.last, Int(last) == terms.count { places.removeLast() }
        documents.append(terms)
        sentences.append(places)
      }
    }
    let single = TokenizedTexts(terms: table.terms, documents: documents, sentenceStarts: sentences)
    return runs == 1...1 ? single : single.joined(runs)
  }

  private func term(of word: String) -> String? {
    guard !stopWords.contains(word) else { return nil }
    let plain = word.replacingRightQuotes
    guard !stopWords.contains(plain), plain.count >= leastLength else { return nil }
    if !keepsNumbers, !plain.contains(where: \.isLetter) { return nil }
    return isStemming ? EnglishStemmer().stem(plain) : plain
  }
}

/// Texts as numbered terms.
public struct TokenizedTexts: Sendable, Equatable {
  public let terms: [String]
  /// The terms of each text in their order.
  public let documents: [[Int32]]
  /// Where sentences start in them, sentences without terms left out. Empty where terms are runs of words.
  public let sentenceStarts: [[Int32]]

  /// The terms of every sentence.
  public var sentences: [[Int]] {
    zip(documents, sentenceStarts).flatMap { terms, starts in
      starts.indices.map { index in
        let end = index + 1 < starts.count ? Int(starts[index + 1]) : terms.count
        return terms[Int(starts[index])..<end].map(Int.init)
      }
    }
  }

  /// Runs of neighbouring terms as terms of their own, joined by blanks.
  func joined(_ runs: ClosedRange<Int>) -> TokenizedTexts {
    var numbers: [[Int32]: Int32] = [:]
    var names: [String] = []
    let joined = zip(documents, sentenceStarts).map { terms, starts in
      var result: [Int32] = []
      for (index, start) in starts.enumerated() {
        let end = index + 1 < starts.count ? Int(starts[index + 1]) : terms.count
        for first in Int(start)..<end {
          for length in runs where first + length <= end {
            let run = Array(terms[first..<first + length])
            if let number = numbers[run] {
              result.append(number)
            } else {
              result.append(Int32(names.count))
              numbers[run] = Int32(names.count)
              names.append(run.map { self.terms[Int($0)] }.joined(separator: " "))
            }
          }
        }
      }
      return result
    }
    return TokenizedTexts(terms: names, documents: joined, sentenceStarts: joined.map { _ in [] })
  }
}

/// Numbers for strings, in the order in which they are first seen.
private struct TermNumbers {
  private(set) var terms: [String] = []
  private var numbers: [String: Int32] = [:]

  mutating func number(of term: String) -> Int32 {
    if let number = numbers[term] { return number }
    numbers[term] = Int32(terms.count)
    terms.append(term)
    return Int32(terms.count - 1)
  }
}

/// Words of some texts, numbered among themselves.
private struct TokenizedPiece: Sendable {
  var table = TermTable()
  var documents: [[Int32]] = []
  var sentences: [[Int32]] = []
  private var lower: [UInt8] = []

  mutating func add(_ text: String) {
    var text = text
    var words: [Int32] = []
    var starts: [Int32] = [0]
    text.withUTF8 { bytes in
      var previousEnd = 0
      WordBoundaries.forEachWord(in: bytes) { range in
        if SentenceEnds.liesBetween(bytes, previousEnd..<range.lowerBound), !words.isEmpty {
          starts.append(Int32(words.count))
        }
        previousEnd = range.upperBound
        words.append(Int32(number(UnsafeBufferPointer(rebasing: bytes[range]))))
      }
    }
    documents.append(words)
    sentences.append(words.isEmpty ? [] : starts)
  }

  private mutating func number(_ word: UnsafeBufferPointer<UInt8>) -> Int {
    lower.removeAll(keepingCapacity: true)
    var isASCII = true
    for byte in word {
      if byte >= 0x80 { isASCII = false }
      lower.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    if !isASCII { lower = Array(String(decoding: word, as: UTF8.self).lowercased().utf8) }
    return lower.withUnsafeBufferPointer { table.number(of: $0) }
  }
}

/// Where one sentence ends and the next starts, told from what stands between two words.
enum SentenceEnds {
  /// A full stop, question or exclamation mark followed by white space, an empty line, or an ideographic full stop.
  static func liesBetween(_ bytes: UnsafeBufferPointer<UInt8>, _ gap: Range<Int>) -> Bool {
    var hasMark = false
    var breaks = 0
    var index = gap.lowerBound
    while index < gap.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): hasMark = true
      case 0x20, 0x09, 0x0D: if hasMark { return true }
      case 0x0A:
        breaks += 1
        if hasMark || breaks > 1 { return true }
      case 0xE3 where index + 2 < gap.upperBound && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x82: return true
      default: break
      }
      index += 1
    }
    return false
  }
}

extension String {
  /// Typographic apostrophes as plain ones.
  fileprivate var replacingRightQuotes: String {
    utf8.contains(0xE2) ? String(map { $0 == "’" ? "'" : $0 }) : self
  }
}
