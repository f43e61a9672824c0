/// The stem of an English word, by the rules published as "The English (Porter2) stemming algorithm" (Porter & Boulton
/// 2002), so that "connected", "connecting" and "connection" are counted together.
public struct EnglishStemmer: Sendable {
  private typealias Bytes = [UInt8]

  public init() {}

  /// - Parameter word: in lower case. Words of one or two letters, and words with letters beyond a–z and the
  ///   apostrophe, are their own stems.
  public func stem(_ word: String) -> String {
    let bytes = Array(word.utf8)
    guard bytes.count > 2, bytes.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x27 }) else { return word }
    if let special = Self.special[word] { return special }
    var work = StemWork(bytes)
    work.run()
    return String(decoding: work.letters, as: UTF8.self).lowercased()
  }

  /// Words that the rules would spoil.
  private static let special: [String: String] = [
    "skis": "ski", "skies": "sky", "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli",
    "singly": "singl", "sky": "sky", "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos",
    "bias": "bias", "andes": "andes",
  ]
}

/// A word on its way through the steps. `Y` stands for a y that is a consonant.
private struct StemWork {
  var letters: [UInt8]
  private var r1 = 0
  private var r2 = 0

  init(_ bytes: [UInt8]) {
    letters = bytes
    if letters.first == UInt8(ascii: "'") { letters.removeFirst() }
    for index in letters.indices where letters[index] == UInt8(ascii: "y") {
      if index == 0 || isVowel(index - 1) { letters[index] = UInt8(ascii: "Y") }
    }
    r1 = regionAfterVowelAndConsonant(from: 0)
    for prefix in ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"]
    where letters.starts(with: prefix.utf8) {
      r1 = prefix.utf8.count
      break
    }
    r2 = regionAfterVowelAndConsonant(from: r1)
  }

  mutating func run() {
    removeApostrophe()
    removePlural()
    removePast()
    replaceFinalY()
    shortenDouble()
    shortenSuffix()
    removeSuffix()
    removeFinalE()
  }

  // MARK: Letters and regions

  private func isVowel(_ index: Int) -> Bool {
    switch letters[index] {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
      UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private func regionAfterVowelAndConsonant(from start: Int) -> Int {
    guard start + 1 < letters.count else { return letters.count }
    for index in (start + 1)..<letters.count where !isVowel(index) && isVowel(index - 1) { return index + 1 }
    return letters.count
  }

  private func ends(with suffix: String) -> Bool {
    letters.count >= suffix.utf8.count && letters.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  private func longest(of suffixes: [String]) -> String? {
    suffixes.filter(ends).max { $0.utf8.count < $1.utf8.count }
  }

  private func isInR1(_ suffix: String) -> Bool { letters.count - suffix.utf8.count >= r1 }
  private func isInR2(_ suffix: String) -> Bool { letters.count - suffix.utf8.count >= r2 }

  private mutating func replace(_ suffix: String, by other: String) {
    letters.removeLast(suffix.utf8.count)
    letters += Array(other.utf8)
  }

  private func hasVowel(before end: Int) -> Bool { (0..<max(0, end)).contains { isVowel($0) } }

  /// Consonant, vowel, consonant other than w, x or Y at the end of the first `end` letters; or a vowel and a consonant
  /// that are all of them; or "past".
  private func isShortSyllable(before end: Int) -> Bool {
    if end == 2 { return isVowel(0) && !isVowel(1) }
    guard end >= 3 else { return false }
    if end == 4, letters.starts(with: "past".utf8) { return true }
    return !isVowel(end - 3) && isVowel(end - 2) && !isVowel(end - 1) && !"wxY".utf8.contains(letters[end - 1])
  }

  private var isShort: Bool { r1 >= letters.count && isShortSyllable(before: letters.count) }

  private var endsInDouble: Bool {
    ["bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"].contains { ends(with: $0) }
  }

  // MARK: Steps

  private mutating func removeApostrophe() {
    if let suffix = longest(of: ["'", "'s", "'s'"]) { replace(suffix, by: "") }
  }

  private mutating func removePlural() {
    switch longest(of: ["sses", "ied", "ies", "s", "us", "ss"]) {
    case "sses": replace("sses", by: "ss")
    case let suffix? where suffix == "ied" || suffix == "ies": replace(suffix, by: letters.count > 4 ? "i" : "ie")
    case "s" where hasVowel(before: letters.count - 2): replace("s", by: "")
    default: break
    }
  }

  private mutating func removePast() {
    guard let suffix = longest(of: ["eed", "eedly", "ed", "edly", "ing", "ingly"]) else { return }
    if suffix.hasPrefix("eed") {
      let kept = ["proc", "exc", "succ"].contains { letters.elementsEqual(($0 + suffix).utf8) }
      if isInR1(suffix), !kept { replace(suffix, by: "ee") }
      return
    }
    let rest = letters.count - suffix.utf8.count
    if suffix == "ing" {
      // "dying" is of "die"; of "inning" and the like nothing is taken.
      if rest == 2, letters[1] == UInt8(ascii: "y"), !isVowel(0) {
        letters = [letters[0]] + Array("ie".utf8)
        return
      }
      let whole = ["inn", "out", "cann", "herr", "earr", "even"]
      if whole.contains(where: { letters.elementsEqual(($0 + "ing").utf8) }) { return }
    }
    guard hasVowel(before: rest) else { return }
    replace(suffix, by: "")
    if ends(with: "at") || ends(with: "bl") || ends(with: "iz") {
      letters.append(UInt8(ascii: "e"))
    } else if endsInDouble {
      let isKept = letters.count == 3 && "aeo".utf8.contains(letters[0])
      if !isKept { letters.removeLast() }
    } else if isShort {
      letters.append(UInt8(ascii: "e"))
    }
  }

  private mutating func replaceFinalY() {
    guard letters.count > 2, let last = letters.last, last | 0x20 == UInt8(ascii: "y"), !isVowel(letters.count - 2)
    else { return }
    letters[letters.count - 1] = UInt8(ascii: "i")
  }

  private static let doubles: [String: String] = [
    "tional": "tion", "enci": "ence", "anci": "ance", "abli": "able", "entli": "ent", "izer": "ize", "ization": "ize",
    "ational": "ate", "ation": "ate", "ator": "ate", "alism": "al", "aliti": "al", "alli": "al", "fulness": "ful",
    "ousli": "ous", "ousness": "ous", "iveness": "ive", "iviti": "ive", "biliti": "ble", "bli": "ble", "fulli": "ful",
    "lessli": "less", "ogi": "og", "ogist": "og", "li": "",
  ]

  private mutating func shortenDouble() {
    guard let suffix = longest(of: Array(Self.doubles.keys)), isInR1(suffix) else { return }
    let before = letters.count - suffix.utf8.count - 1
    if suffix == "ogi", before < 0 || letters[before] != UInt8(ascii: "l") { return }
    if suffix == "li", before < 0 || !"cdeghkmnrt".utf8.contains(letters[before]) { return }
    replace(suffix, by: Self.doubles[suffix] ?? "")
  }

  private static let suffixes: [String: String] = [
    "tional": "tion", "ational": "ate", "alize": "al", "icate": "ic", "iciti": "ic", "ical": "ic", "ful": "",
    "ness": "", "ative": "",
  ]

  private mutating func shortenSuffix() {
    guard let suffix = longest(of: Array(Self.suffixes.keys)), isInR1(suffix) else { return }
    if suffix == "ative", !isInR2(suffix) { return }
    replace(suffix, by: Self.suffixes[suffix] ?? "")
  }

  private mutating func removeSuffix() {
    let all = [
      "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous",
      "ive", "ize", "ion",
    ]
    guard let suffix = longest(of: all), isInR2(suffix) else { return }
    if suffix == "ion" {
      let before = letters.count - 4
      guard before >= 0, letters[before] == UInt8(ascii: "s") || letters[before] == UInt8(ascii: "t") else { return }
    }
    replace(suffix, by: "")
  }

  private mutating func removeFinalE() {
    if ends(with: "e") {
      if isInR2("e") || (isInR1("e") && !isShortSyllable(before: letters.count - 1)) { letters.removeLast() }
    } else if ends(with: "ll"), isInR2("l") {
      letters.removeLast()
    }
  }
}
