import CommandLine
import Diagnostics
import Glibc
import Stages
import TestSupport

@testable import Watch

import struct CommandLine.Host
import struct CommandLine.OutputStream

/// A page over a script, brought up to date at once whenever the script is changed.
final class ReplayHarness {
  static let host = Host(hostEnvironment: HostEnvironment(catalogue: stageCatalogue, codes: stageCodes))
  let page = Page()
  let replay: ScriptReplay
  private(set) var outline: ScriptOutline?

  init() {
    replay = ScriptReplay(host: Self.host, page: page) { false }
  }

  /// - Returns: what is marked before anything runs.
  @discardableResult
  func save(_ text: String) -> [PageBlock.State] {
    let outline = ScriptOutline(SourceText(name: "s.mien", text: text))
    page.adopt(outline)
    let marked = outputs.map(\.state)
    replay.replay(outline) { _ in true }
    self.outline = outline
    return marked
  }

  var outputs: [PageBlock] { page.blocks.filter { $0.kind == .output } }

  /// What a report of the same script holds.
  static func report(of text: String) throws -> String {
    let folder = try TemporaryFolder()
    var options = HostOptions()
    options.report = folder.path("r.html")
    let nowhere = OutputStream(descriptor: open("/dev/null", O_WRONLY))
    defer { close(nowhere.descriptor) }
    _ = Host(hostEnvironment: host.hostEnvironment, options: options, output: nowhere, errors: nowhere).run(
      SourceText(name: "s.mien", text: text))
    return try ScriptFile(path: folder.path("r.html")).read()
  }
}
