import Testing

@testable import Cluster

@Suite struct WaitingTests {
  /// A short sweep is not made longer by who waits for it, and many cells are not looked at all the time.
  @Test(arguments: [
    (0.0, 0.0, 0.01), (0.1, 0.0001, 0.01), (2, 0.001, 0.1), (60, 0.001, 0.5), (0.1, 0.02, 0.2), (600, 0.2, 2),
    (600, 3, 5),
  ])
  func looksComeApartByWhatWasWaitedAndWhatTheyCost(elapsed: Double, look: Double, pause: Double) {
    #expect(abs(SweepWatch.pause(elapsed: elapsed, look: look) - pause) < 1e-12)
  }

  @Test func aWorkerIsToldItsCores() {
    let plain = WorkerOptions(program: "mien", threads: 1)
    #expect(plain.arguments("m.json") == ["mien", "worker", "m.json", "--threads", "1"])
    let beginner = WorkerOptions(program: "mien", threads: 1, beginningThreads: 2, memory: 1.5)
    #expect(
      beginner.arguments("m.json") == [
        "mien", "worker", "m.json", "--threads", "1", "--beginning-threads", "2", "--memory", "1.5",
      ])
  }
}
