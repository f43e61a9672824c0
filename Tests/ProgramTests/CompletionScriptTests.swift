import Foundation
import Testing

/// What `mien completions` writes: the parser's script, with the scripts to run beside the subcommands.
@Suite struct CompletionScriptTests {
  @Test(arguments: [
    ("bash", "'!*.@(mien)'", "compgen -W 'check fmt"), ("zsh", "_files -g '*.mien' && ret=0", "'check:Tell all"),
    ("fish", "\"mien\" -eq 1' -fa '(for p in", "\"mien\" -eq 1' -fa 'check'"),
  ])
  func scriptsAndSubcommandsAreOffered(shell: String, files: String, subcommands: String) async throws {
    let program = try Program("", shell: "exec \"$1\" completions \(shell)")
    defer { try? FileManager.default.removeItem(at: program.folder) }
    #expect(try await program.waitForEnd() == 0)
    #expect(program.printed.contains(files))
    #expect(program.printed.contains(subcommands))
  }
}
