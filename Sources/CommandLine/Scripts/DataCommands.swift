import Diagnostics
import Plans

/// `mien data …` and `mien weights …`: what the registries say, shown as every other document is.
extension Host {
  public func addData(name: String, path: String) -> ExitStatus {
    with(hostEnvironment.registry) { try $0.add(name: name, path: path) }
  }

  public func listData() -> ExitStatus {
    with(hostEnvironment.registry) { try $0.list() }
  }

  public func removeData(name: String) -> ExitStatus {
    with(hostEnvironment.registry) { try $0.remove(name: name) }
  }

  public func addWeights(name: String, path: String) -> ExitStatus {
    with(hostEnvironment.weights) { try $0.add(name: name, path: path) }
  }

  public func listWeights() -> ExitStatus {
    with(hostEnvironment.weights) { try $0.list() }
  }

  public func removeWeights(name: String) -> ExitStatus {
    with(hostEnvironment.weights) { try $0.remove(name: name) }
  }

  private func with(
    _ registry: (any DataRegistryCommands)?, _ work: (any DataRegistryCommands) throws -> Document
  ) -> ExitStatus {
    guard let registry else {
      problems.report([.noRegistry])
      return .failed
    }
    do { return show(try work(registry)) } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }
}
