import Foundation
import Graphics
import Plans
import Rendering
import Testing

@testable import CommandLine

/// Nothing that a terminal would obey gets out, whatever it came in by: sources here are cells, names of columns, labels,
/// files, folders, members of archives, models, results and the script itself (of the history, `PromptTests`); sinks are every format, errors and saved files.
@Suite final class ControlCharacterTests {
  private static let hostile = "\u{1B}]0;t\u{07}\u{1B}[31m\u{9B}2J\u{7F}\u{08}\u{202E}x"
  private let folder: HostFolder

  init() throws {
    folder = try HostFolder()
    let h = Self.hostile
    var lines = ["a,b\(h),label,subject,note\(h)"]
    for row in 0..<24 {
      lines.append("\(row),\(row * 7 % 5),\(row % 2 == 0 ? "y" : "z\(h)"),\(h)s\(row % 6),\(row % 3)\(h)")
    }
    let table = lines.joined(separator: "\n") + "\n"
    for name in ["cells", "file\(h)"] { _ = try folder.write(table, to: "\(name).csv") }
    for name in ["happy", "sad\(h)"] {
      let path = "\(folder.path)/folder\(h)/\(name)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for tone in 0..<6 {
        let pixels = (0..<16).map { "\($0 * 16 * (tone + 1) % 256)" }.joined(separator: " ")
        try "P2\n4 4\n255\n\(pixels)\n".write(toFile: "\(path)/\(tone)\(h).pgm", atomically: true, encoding: .utf8)
      }
      try "no image".write(toFile: "\(path)/bad\(h).txt", atomically: true, encoding: .utf8)
    }
  }

  /// The raw ones in a text, and what turns the direction of writing, which only data for programs keep as it is.
  private func controls(in text: String, isForPrograms: Bool = false) -> [String] {
    text.unicodeScalars.map(\.value).filter {
      ($0 < 0x20 && ![0x09, 0x0A].contains($0)) || (0x7F..<0xA0).contains($0) || (!isForPrograms && $0 == 0x202E)
    }.map { String($0, radix: 16) }
  }

  @Test(arguments: OutputFormat.allCases) func namesInsideAnArchive(_ format: OutputFormat) throws {
    let h = Self.hostile
    let picture = { (tone: Int) in Array("P5\n2 2\n255\n".utf8) + [UInt8](repeating: UInt8(tone), count: 4) }
    let members = (0..<6).map { ("\($0 % 2 == 0 ? "happy" : "sad\(h)")/\($0)\(h).pgm", picture($0 * 40)) }
    let whole = try folder.write(Self.tar(members), to: "set\(h).tar")
    let damaged = try folder.write(Self.tar(members + [("sad\(h)/bad\(h).pgm", [0x50])]), to: "bad.tar")
    let unsafe = try folder.write(Self.tar([("../\(h)/1.pgm", picture(1))]), to: "unsafe.tar")
    var harness = HostHarness()
    harness.format = format
    for script in [
      "x = load \"\(whole)\"\nx | info\nx | classes\nx | pixels | knn k=1", "load \"\(damaged)\"",
      "load \"\(damaged)\" bad=stop", "load \"\(unsafe)\"",
    ] {
      let run = try harness.run(script)
      #expect(run.output.count + run.errors.count > 0)
      #expect(controls(in: run.output, isForPrograms: format == .csv).isEmpty, "\(script.debugDescription)")
      #expect(controls(in: run.errors).isEmpty, "\(script.debugDescription)")
    }
  }

  /// An archive as POSIX has it (ustar), of files alone.
  private static func tar(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
    members.flatMap { name, content in
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at place: Int) {
        header.replaceSubrange(place..<place + text.utf8.count, with: Array(text.utf8))
      }
      put(name, at: 0)
      put("0000644", at: 100)
      put(
        String(repeating: "0", count: 11 - String(content.count, radix: 8).count) + String(content.count, radix: 8),
        at: 124)
      put("00000000000", at: 136)
      put("        0", at: 148)
      put("ustar\u{0}00", at: 257)
      let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
      put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
      return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    } + [UInt8](repeating: 0, count: 1024)
  }

  private static let readers = ["info", "classes", "knn k=1", "knn k=1 | confusion", "knn {1, 3}", "tree | importance"]

  @Test(arguments: OutputFormat.allCases) func valuesOfEveryFormat(_ format: OutputFormat) throws {
    let h = Self.hostile
    var harness = HostHarness()
    harness.format = format
    let sources = ["load \"\(folder.path)/cells.csv\"", "load \"\(folder.path)/file\(h).csv\""]
    let images = "load \"\(folder.path)/folder\(h)\""
    let lines =
      sources.flatMap { source in Self.readers.map { "\(source) | \($0)" } }
      + [images, "\(images) | info", "\(images) | show", "\(images) | pixels | knn k=1", "\(images) | pixels"]
    for line in lines {
      let run = try harness.run("x = \(line)\nx\nwhy x\nvars")
      #expect(
        controls(in: run.output, isForPrograms: format == .csv).isEmpty && controls(in: run.errors).isEmpty,
        "\(line.debugDescription)")
    }
  }

  @Test(arguments: OutputFormat.allCases) func errorsThatQuoteTheScriptAndTheData(_ format: OutputFormat) throws {
    let h = Self.hostile
    var harness = HostHarness()
    harness.format = format
    for script in [
      "load \"nosuch\(h).csv\"", "faces 20 | \(h)", "x\(h) = 3", "# \(h)\nfaces 20 | pca 3\(h)", "\"\(h)\"",
      "load \"\(folder.path)/cells.csv\" label=\"b\(h)\"", "load \"\(folder.path)/cells.csv\" drop=[\"q\(h)\"]",
      "load \"\(folder.path)/cells.csv\" | save \"\(folder.path)/no\(h)/x.csv\"",
      "open \"\(folder.path)/cells\(h).csv\"",
      "explain \"\(h)\"", "use \"\(h).mien\"", "set seed \"\(h)\"",
    ] {
      let run = try harness.run(script)
      #expect(
        controls(in: run.output, isForPrograms: format == .csv).isEmpty && controls(in: run.errors).isEmpty,
        "\(script.debugDescription)")
    }
    let name = "\(folder.path)/script\(h).mien"
    try "faces 20 | nosuch\(h)\n".write(toFile: name, atomically: true, encoding: .utf8)
    for run in [try harness.capture { $0.check([name]) }, try harness.capture { $0.runFile(name) }] {
      #expect(run.status != .success && controls(in: run.output + run.errors).isEmpty)
    }
  }

  @Test func savedFilesAndWhatComesOfThem() throws {
    let load = "load \"\(folder.path)/cells.csv\""
    let harness = HostHarness()
    for ending in ["csv", "json", "md", "tex"] {
      let path = "\(folder.path)/t.\(ending)"
      for value in ["knn k=1", "classes", "knn {1, 3}"] + (ending == "csv" ? ["scale"] : []) {
        let run = try harness.run("\(load) | \(value) | save \"\(path)\"")
        #expect(run.status == .success && controls(in: run.output + run.errors).isEmpty, "\(value) \(run.errors)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(controls(in: text, isForPrograms: ending == "csv").isEmpty, "\(value) as \(ending)")
      }
    }
    // Binary files keep what they were given; what is read from them must not get further.
    for (save, open) in [
      ("knn k=1 | save \"r.result\"", "open \"r.result\""), ("knn k=1 | save \"m.model\"", "open \"m.model\""),
      ("save \"x.npz\"", "load \"x.npz\" | classes"),
    ] {
      let place = { (line: String) in line.replacing("save \"", with: "save \"\(self.folder.path)/") }
      let again = open.replacing(" \"", with: " \"\(folder.path)/")
      for format in OutputFormat.allCases {
        let run = try HostHarness(format: format).run("\(load) | \(place(save))\n\(again)")
        let found = controls(in: run.output, isForPrograms: format == .csv) + controls(in: run.errors)
        #expect(run.status == .success && found.isEmpty, "\(again) \(run.errors)")
      }
    }
  }

  @Test func pagesHoldNoneEither() throws {
    let session = HostHarness().session()
    let source = "x = load \"\(folder.path)/cells.csv\" | knn k=1\nx\nx | confusion"
    try session.run(.init(name: "test.mien", text: source)) { outcome in
      guard case .shown(let value) = outcome else { return }
      for form in MediaBundle(of: value).forms {
        #expect(controls(in: form.text, isForPrograms: form.type == .csv).isEmpty, "\(form.type)")
      }
    }
  }
}
