import Basics
import Numerics

/// Labels as they were found, brought to one spelling a class.
struct UnifiedLabels {
  let labels: Labels
  /// Which spellings were replaced, with how many rows each.
  let notes: [String]

  /// - Parameter raw: the label of each row. Emotions get their one spelling; other words that differ only in
  ///   capitals become one class in lower case; numbers written as 1.0 become 1. Zeros in front are kept: who writes 01
  ///   and 1 may mean two classes, and whoever means one is told.
  /// Cost: one dictionary lookup a row.
  init(_ raw: [String]) {
    self.init(Spellings(raw))
  }

  /// The same where the spellings are known already.
  init(_ raw: Spellings) {
    let spellings = raw.texts
    let unified = Self.unified(spellings)
    let names = Self.sorted(Array(Set(unified)))
    let codes = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let codeOfSpelling = unified.map { codes[$0] ?? 0 }
    labels = Labels(names: names, codes: raw.codes.map { codeOfSpelling[$0] })
    notes = [Self.note(spellings: spellings, unified: unified, counts: raw.counts), Self.alike(names)].compactMap { $0 }
  }

  private static func unified(_ spellings: [String]) -> [String] {
    let whole = spellings.compactMap { number($0) }
    let areWhole = whole.count == spellings.count && whole.allSatisfy { $0.rounded() == $0 && abs($0) < 1e15 }
    if areWhole {
      return zip(spellings, whole).map { spelling, number in hasZeroInFront(spelling) ? spelling : String(Int(number)) }
    }
    var variants: [String: Int] = [:]
    for spelling in spellings { variants[spelling.lowercased(), default: 0] += 1 }
    return spellings.map { spelling in
      if let emotion = EmotionSpelling.emotion(spelling) { return emotion }
      let lowercased = spelling.lowercased()
      return variants[lowercased] == 1 ? spelling : lowercased
    }
  }

  /// A label that is written as a number is: 1, 1.0, or 1.000e+00 as NumPy saves it. 1e3 and 0x10 are names.
  private static func number(_ spelling: String) -> Double? {
    let isNumeric = spelling.utf8.allSatisfy { byte in (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) }
    guard isNumeric, spelling.contains(".") || !spelling.lowercased().contains("e") else { return nil }
    return Double(spelling)
  }

  private static func hasZeroInFront(_ spelling: String) -> Bool {
    let digits = spelling.drop { $0 == "-" || $0 == "+" }
    return digits.first == "0" && digits.dropFirst().first?.isNumber ?? false
  }

  /// Classes that are one number in two spellings.
  private static func alike(_ names: [String]) -> String? {
    // Beyond 2⁵³ several whole numbers are one in double precision.
    let isNumber = { (name: String) in Double(name).map { abs($0) < 1e15 } ?? false }
    let numbers = Dictionary(grouping: names.filter(isNumber)) { Double($0) ?? 0 }.values.filter { $0.count > 1 }
    guard !numbers.isEmpty else { return nil }
    let list = numbers.map { $0.joined(separator: " and ") }.sorted(by: precedesInBytes)
    return "kept apart, though they are one number: \(listed(list))"
  }

  /// Numbers by value where all are numbers, otherwise by bytes.
  static func sorted(_ names: [String]) -> [String] {
    let numbers = names.compactMap { Int($0) }
    guard numbers.count == names.count else { return names.sorted(by: precedesInBytes) }
    return zip(numbers, names).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
  }

  private static func note(spellings: [String], unified: [String], counts: [Int]) -> String? {
    // That 1.0 is called 1 is nothing to tell, unless 1.0 and 1 became one class.
    let merged = Dictionary(grouping: unified) { $0 }.mapValues(\.count)
    let replaced = spellings.indices
      .filter { unified[$0] != spellings[$0] && (Double(spellings[$0]) == nil || (merged[unified[$0]] ?? 0) > 1) }
      .sorted { precedesInBytes(spellings[$0], spellings[$1]) }
    guard !replaced.isEmpty else { return nil }
    let list = replaced.map { "\(spellings[$0]) → \(unified[$0]) (\(grouped(counts[$0])))" }
    return "labels unified: " + listed(list)
  }
}
