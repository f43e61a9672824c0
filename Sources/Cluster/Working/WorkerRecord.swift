import Basics
import Glibc
import Numerics
import Plans

/// Who a worker is, for people who look.
public struct WorkerIdentity: Codable, Sendable, Equatable {
  /// Unlike every other's.
  public var name: String
  public var host: String
  public var process: Int
  /// What a batch system calls it, such as `123_4`; empty where none started it.
  public var job: String

  public init(job: String = "") {
    var buffer = [CChar](repeating: 0, count: 256)
    gethostname(&buffer, buffer.count - 1)
    host = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    process = Int(getpid())
    self.job = job
    // Two containers may have one name and one number of a process.
    name = "\(host)-\(process)-\(UInt32.random(in: 0...UInt32.max))"
  }

  /// As Slurm's environment says.
  public static var ofThisProcess: WorkerIdentity {
    let array = environmentVariable("SLURM_ARRAY_JOB_ID").flatMap { job in
      environmentVariable("SLURM_ARRAY_TASK_ID").map { "\(job)_\($0)" }
    }
    return WorkerIdentity(job: array ?? environmentVariable("SLURM_JOB_ID") ?? "")
  }

  /// For a person: "node1, job 123_4".
  public var text: String { job.isEmpty ? "\(host), process \(process)" : "\(host), job \(job)" }
}

/// A worker's own file: who it is and what it did, a line each. Nobody else writes to it, and its time is the last sign of
/// life; so it needs no lock.
package struct WorkerRecord: Sendable {
  /// A line after the first.
  package struct Line: Codable, Sendable, Equatable {
    package var cell: Int?
    package var seconds: Double?
    /// What its last digits depend on, told as it begins; nil in records of older programs.
    var libraries: NumericLibraries?
    /// Why it ended.
    var ending: String?
  }

  let path: String

  init(of identity: WorkerIdentity, in folder: SweepFolder) {
    path = "\(folder.workers)/\(identity.name)"
  }

  /// - Throws: what the system said.
  func begin(_ identity: WorkerIdentity) throws(SystemError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SystemError() }
    defer { close(file) }
    let bytes = Array((((try? JSONValue(encoding: identity))?.text ?? "") + "\n").utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw SystemError(ENOSPC) }
  }

  /// Says what was done; what cannot be written is only missing from what `status` counts.
  func note(_ line: Line) {
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard file >= 0, let text = (try? JSONValue(encoding: line))?.text else { return }
    defer { close(file) }
    let bytes = Array((text + "\n").utf8)
    _ = Glibc.write(file, bytes, bytes.count)
  }

  /// What stands in a worker's file; nil where it is none.
  package static func read(_ path: String) -> (identity: WorkerIdentity, lines: [Line])? {
    guard let bytes = try? wholeFile(path) else { return nil }
    let texts = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = texts.first, let identity: WorkerIdentity = try? JSONValue(parsing: Array(first)).decoded()
    else { return nil }
    return (identity, texts.dropFirst().compactMap { try? JSONValue(parsing: Array($0)).decoded() })
  }
}
