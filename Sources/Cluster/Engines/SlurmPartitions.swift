import Basics

/// What Slurm says of its partitions, for telling a job that no node could ever run before it is sent: Slurm may take such a
/// job, and then it waits for ever.
struct SlurmPartitions: Sendable {
  /// Nodes that are alike.
  struct Nodes: Sendable, Equatable {
    let partition: String
    /// Of each; nil where Slurm does not say.
    let cores: Int?
    /// Of each, in MiB.
    let memory: Int?
    /// The longest that a job may take, in seconds; nil for ever.
    let seconds: Int?
  }

  /// What `sinfo` is asked for.
  static let question = ["sinfo", "--noheader", "--exact", "--format=%P|%c|%m|%l"]

  private let nodes: [Nodes]
  /// Where jobs go that name no partition.
  private let usual: String?

  /// - Parameter answer: of `sinfo` to the question.
  init(answer: String) {
    var (nodes, usual): ([Nodes], String?) = ([], nil)
    for line in answer.split(separator: "\n") {
      let words = line.split(separator: "|").map(String.init)
      guard words.count == 4 else { continue }
      let name = String(words[0].prefix { $0 != "*" })
      if words[0].hasSuffix("*") { usual = name }
      // A partition without nodes has zeros.
      func count(_ word: String) -> Int? { Int(word.prefix(while: \.isNumber)).flatMap { $0 > 0 ? $0 : nil } }
      nodes.append(
        Nodes(partition: name, cores: count(words[1]), memory: count(words[2]), seconds: Self.seconds(words[3])))
    }
    (self.nodes, self.usual) = (nodes, usual)
  }

  var names: [String] { Set(nodes.map(\.partition)).sorted() }

  /// Looks whether a job could run anywhere.
  /// - Parameter partition: that it is sent to, or several with commas between; nil for the usual one.
  /// - Throws: `ClusterError.unknownPartition`, `.tooLarge`.
  func check(_ request: SlurmRequest, in partition: String?) throws(ClusterError) {
    let wanted = (partition ?? usual)?.split(separator: ",").map(String.init) ?? names
    if let unknown = wanted.first(where: { !names.contains($0) }) {
      throw .unknownPartition(unknown, known: names)
    }
    if let cores = request.cpus {
      try check("\(cores) cores", wanted, Double(cores), \.cores) { "\($0) cores on the largest node" }
    }
    if let memory = request.memory {
      try check("\(NumberFormat.shortest(memory)) GiB of memory", wanted, memory * 1024, \.memory) {
        "\(NumberFormat.shortest((Double($0) / 102.4).rounded() / 10)) GiB on the largest node"
      }
    }
    if let time = request.time, let seconds = Self.seconds(time) {
      try check("a time of \(time)", wanted, Double(seconds), \.seconds) {
        "\(NumberFormat.duration(seconds: Double($0))) for a job"
      }
    }
  }

  private func check(
    _ what: String, _ wanted: [String], _ amount: Double, _ most: (Nodes) -> Int?, _ text: (Int) -> String
  ) throws(ClusterError) {
    func fits(_ nodes: Nodes) -> Bool { most(nodes).map { Double($0) >= amount } ?? true }
    let asked = nodes.filter { wanted.contains($0.partition) }
    guard !asked.isEmpty, !asked.contains(where: fits), let largest = asked.compactMap(most).max() else { return }
    throw .tooLarge(
      what, partition: wanted.joined(separator: ","), most: text(largest),
      others: Set(nodes.filter { $0.cores != nil && fits($0) }.map(\.partition)).sorted())
  }

  /// A time as Slurm writes it; nil for one without an end, or none.
  static func seconds(_ text: String) -> Int? {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    let counts = halves[halves.count - 1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard halves.count <= 2, 1...3 ~= counts.count, !counts.contains(nil) else { return nil }
    let numbers = counts.compactMap(\.self)
    if halves.count == 2 {
      guard let days = Int(halves[0]) else { return nil }
      return zip(numbers, [3600, 60, 1]).reduce(days * 86_400) { $0 + $1.0 * $1.1 }
    }
    let units = numbers.count == 3 ? [3600, 60, 1] : [60, 1]
    return zip(numbers, units).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
