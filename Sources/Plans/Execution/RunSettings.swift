/// What a session has set for all that it runs.
public struct RunSettings: Sendable {
  /// Results depend on it and on nothing else that changes from run to run.
  public var seed: UInt64
  /// Changes how long things take, never what comes out.
  public var threads: Int
  /// Whether a sweep stops at the first combination that fails.
  public var stopsAtFailure: Bool
  public var environment: RunEnvironment

  public init(
    seed: UInt64 = 1, threads: Int, stopsAtFailure: Bool = false, environment: RunEnvironment = RunEnvironment()
  ) {
    self.seed = seed
    self.threads = threads
    self.stopsAtFailure = stopsAtFailure
    self.environment = environment
  }
}
