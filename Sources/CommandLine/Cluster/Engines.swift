import Cluster
import Plans

extension Host {
  /// What `set engine` names.
  func engine(named name: String) -> (any SweepEngine)? {
    guard let kind = SubmitOptions.Engine(rawValue: name) else { return ThreadEngine() }
    var asked = SubmitOptions()
    asked.engine = kind
    let (launcher, workers) = options.launcher(asked)
    return SharedEngine(
      launcher, workers: workers, endsWithSession: kind == .local, openStore: ownStoreOpener,
      tell: { [errors] in errors.tell($0 + "\n") })
  }

  /// For a worker within this process; nil where nothing outlasts it.
  var ownStoreOpener: SharedEngine.StoreOpener? {
    guard let stores = hostEnvironment.stores else { return nil }
    return { [errors] folder, isStopping in
      stores.openForWorker(folder, isStopping) { errors.tell("warning: \($0)\n") }
    }
  }
}
