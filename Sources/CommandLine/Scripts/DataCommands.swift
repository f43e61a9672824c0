import Diagnostics
import Plans

/// `mien data …`: what the registry says, shown as every other document is.
extension Host {
  public func addData(name: String, path: String) -> ExitStatus {
    withRegistry { try $0.add(name: name, path: path) }
  }

  public func listData() -> ExitStatus {
    withRegistry { try $0.list() }
  }

  public func removeData(name: String) -> ExitStatus {
    withRegistry { try $0.remove(name: name) }
  }

  private func withRegistry(_ work: (any DataRegistryCommands) throws -> Document) -> ExitStatus {
    guard let registry = hostEnvironment.registry else {
      problems.report([.noRegistry])
      return .failed
    }
    do { return show(try work(registry)) } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }
}
