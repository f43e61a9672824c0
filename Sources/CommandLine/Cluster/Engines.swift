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
      launcher, workers: workers, endsWithSession: kind == .local, tell: { [errors] in errors.tell($0 + "\n") })
  }
}
