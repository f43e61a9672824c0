import Basics
import Numerics
import Samples

/// Training rows among which some would tell each other's class from inside the bag: several of one person, or a row and what
/// a resampler made of it. What is made is left out of the estimate, and people are in or out of a bag as a whole.
struct OutOfBagKin {
  /// Those that no resampler made.
  let rows: [Int]
  /// Whose face each of these is, numbered from 0; where nobody knows, which row.
  let unitOfRow: [Int]
  /// How much each of these counts, so that each class weighs what it weighs among all rows; nil where all count alike.
  let weights: [Float]?
  private let made: Int
  private let people: Int

  /// nil where the rows are strangers.
  init?(_ metadata: RowMetadata) {
    let real = metadata.realRows
    let (sources, names, subjects) = (metadata.sources, metadata.rowNames, metadata.subjects)
    var numbers: [String: Int] = [:]
    var units: [Int] = []
    for row in real {
      let subject = subjects?[row] ?? ""
      let name = subject.isEmpty ? "row \(sources[row])\u{0}\(names[row])" : "subject \(subject)"
      units.append(numbers[name] ?? numbers.count)
      numbers[name] = units.last
    }
    guard real.count < metadata.count || numbers.count < real.count, let labels = metadata.knownLabels else {
      return nil
    }
    rows = real
    unitOfRow = units
    made = metadata.count - real.count
    people = Set(real.compactMap { row in subjects.flatMap { $0[row].isEmpty ? nil : $0[row] } }).count
    let (all, kept) = (labels.counts, labels.gathering(real).counts)
    let own = metadata.rowWeights
    weights =
      made == 0 && own == nil
      ? nil
      : real.map { row in
        (own?[row] ?? 1) * Float(all[labels.codes[row]]) / Float(max(1, kept[labels.codes[row]]))
      }
  }

  /// "by trees that drew nobody of the same face, on the 96 rows that no resampler made"
  var description: String {
    let whose = people > 0 ? "by trees that drew nobody of the same face" : "by trees that drew no copy"
    return made == 0 ? whose : "\(whose), on the \(grouped(rows.count)) rows that no resampler made"
  }
}
