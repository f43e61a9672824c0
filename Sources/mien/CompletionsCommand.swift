import ArgumentParser
import CommandLine

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
    Host(hostEnvironment: hostEnvironment).tell(MienCommand.completionScript(for: shell.shell))
  }
}
