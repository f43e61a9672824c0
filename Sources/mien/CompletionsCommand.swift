import ArgumentParser
import CommandLine
import Plans

/// `mien completions bash`
struct CompletionsCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", _superCommandName: "mien",
    abstract: "Write what makes a shell complete mien's command line.",
    discussion: """
      bash: mien completions bash > ~/.local/share/bash-completion/completions/mien
      zsh:  mien completions zsh > ~/.zfunc/_mien, where fpath=(~/.zfunc $fpath) stands before compinit in ~/.zshrc
      fish: mien completions fish > ~/.config/fish/completions/mien.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    var shell: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "The shell.") var shell: Shell

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    let generated = ShellWords.completionScript(for: shell.shell)
    return Host(hostEnvironment: hostEnvironment).tell(shell.offeringScripts(in: generated))
  }
}

/// `mien` as a shell should complete it. The parser's scripts expect a subcommand behind all arguments of its command, so of
/// a command with both they would offer none; the script to run is put beside the subcommands afterwards.
private struct ShellWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mien", version: mienVersion, subcommands: MienCommand.configuration.subcommands)

  @OptionGroup var running: RunningOptions
}

extension CompletionsCommand.Shell {
  /// What the parser writes, with scripts to run offered wherever it offers the subcommands of `mien`.
  fileprivate func offeringScripts(in script: String) -> String {
    switch self {
    case .bash:
      return script.adding(
        "        [[ ${COMP_CWORD} -gt 1 ]] || __mien_add_completions -o plusdirs -fX '!*.@(mien)'",
        afterFirstLineWith: "COMPREPLY+=($(compgen -W '")
    case .zsh:
      return script.adding(
        "        _files -g '*.mien' && ret=0", afterFirstLineWith: "_describe -V subcommand subcommands")
    case .fish:
      let lines = script.split(separator: "\n").filter { $0.contains("\"mien check\" -ge 1'") }
      return ([script] + lines.map { String($0).replacing("\"mien check\" -ge 1'", with: "\"mien\" -eq 1'") })
        .joined(separator: "\n")
    }
  }
}

extension String {
  fileprivate func adding(_ line: String, afterFirstLineWith words: String) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.contains(words) }) else { return self }
    lines.insert(Substring(line), at: index + 1)
    return lines.joined(separator: "\n")
  }
}
