import Basics

/// What lasts longer than a session: values by key, as bytes. Whoever keeps them answers for their being what was given,
/// and says nothing where he cannot; nothing here fails, for everything kept can be computed again.
public protocol StoredValues: Sendable {
  /// The bytes kept under a key; nil where there are none or they have changed.
  func bytes(for key: Digest) -> [UInt8]?
  /// Whether there is something under a key, without reading it.
  func contains(_ key: Digest) -> Bool
  /// Keeps bytes if it can.
  /// - Parameters:
  ///   - seconds: what they took to compute.
  ///   - what: what they are, for a person who looks: "pca 50".
  ///   - rows: how many rows they were computed from.
  func keep(_ bytes: [UInt8], for key: Digest, seconds: Double, what: String, rows: Int)
  /// What a row took where the same was computed before, of any data; nil where it never was.
  func secondsPerRow(of what: String) -> Double?
  /// Bytes under a key turned out to mean nothing, although they were what had been given.
  func discard(_ key: Digest)
}

/// How a value becomes bytes and comes back.
struct StoredForm<Value> {
  /// What it is, for a person.
  var what: String
  /// How many rows it is computed from: for estimates of time.
  var rows: (Value) -> Int = { _ in 0 }
  /// nil where this value cannot be kept.
  var encode: (Value) -> [UInt8]?
  var decode: (inout ByteReader) throws -> Value
  /// Whether it is kept however little it took.
  var isAlwaysKept = false
  /// Whether what it takes in memory is only known roughly, from above.
  var isOftenSmallerInAFile = false
  /// Whether it is what all splits begin with, so that every process that works on some of them needs it.
  var isOfAllSplits = false

  /// Reading and writing a megabyte takes about a hundredth of a second: a value that is computed nearly as fast is not
  /// worth its place, unless it is so small that it hardly takes one.
  /// - Parameter isReadByOthers: whether processes beside this one, with fewer cores each, wait for it.
  func isWorthKeeping(_ bytes: Int, _ seconds: Double, isReadByOthers: Bool = false) -> Bool {
    let least = isReadByOthers && isOfAllSplits ? 0.005 : 0.02
    return isAlwaysKept || bytes <= 4 << 20 || seconds / (Double(bytes) / 1_000_000) >= least
  }

  func value(from bytes: [UInt8]) -> Value? {
    var reader = ByteReader(bytes)
    guard let value = try? decode(&reader), reader.isAtEnd else { return nil }
    return value
  }
}

/// A cache and a experiment log on disk.
public protocol DurableStore: StoredValues, ExperimentLog {
  /// The folder it is in.
  var folder: String { get }
  /// What it holds at most, in bytes.
  var cap: Int { get set }
  func usage() -> StoreUsage
  /// Removes all values; the experiment log stays.
  func removeAll()
  /// Writes down what it has noted for later, such as which values were used.
  func flush()
}

public struct StoreUsage: Sendable, Equatable {
  public var entries: Int
  public var bytes: Int
  /// Why it cannot be used fully, for a person; nil where all is well.
  public var problem: String?

  public init(entries: Int, bytes: Int, problem: String? = nil) {
    self.entries = entries
    self.bytes = bytes
    self.problem = problem
  }
}
