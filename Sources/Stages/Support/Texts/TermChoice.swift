import Datasets
import Plans
import TextMining

/// How the words of texts become terms, as several stages are told it.
struct TermChoice {
  enum StopList: String, WordParameter {
    case english, none
    static let placeholder = StopList.english
  }

  let stop: StopList
  let more: FileParameter?
  let isStemming: Bool
  let runs: Int

  /// - Throws: `DatasetError` where the file of stop words cannot be read.
  func tokenizer() throws -> Tokenizer {
    var words: Set<String> = stop == .english ? StopWords.english : []
    if let more { words.formUnion(StopWords.parse(String(decoding: try readWholeFile(more.path), as: UTF8.self))) }
    return Tokenizer(stopWords: words, isStemming: isStemming, runs: 1...runs)
  }

  static let stopHelp = "words that carry no topic and are left out: english, or none"
  static let moreHelp = "a file with more of them"
  static let stemHelp = "take English words of one stem for one: faces and face"
  static let runsHelp = "also runs of so many neighbouring words: 2 for pairs"
}
