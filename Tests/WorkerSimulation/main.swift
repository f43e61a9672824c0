import Basics
import Glibc

// Starts itself once for each worker, as processes that share nothing but a folder.
let arguments = CommandLine.arguments.dropFirst().map { $0 }
if arguments.count == 2, arguments[0] == "worker" {
  exit(Simulation.work(on: arguments[1]))
} else if let folder = arguments.first {
  let numbers = arguments.dropFirst().compactMap { Int($0) }
  exit(
    Simulation.run(in: folder, cells: numbers.first ?? 10_000, workers: numbers.dropFirst().first ?? 1000))
} else {
  print("WorkerSimulation FOLDER [CELLS [WORKERS]]")
  exit(2)
}
