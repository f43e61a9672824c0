import Basics
import Glibc

// Starts itself once for each worker, as processes that share nothing but a folder.
let arguments = CommandLine.arguments.dropFirst().map { $0 }
if arguments.count == 3, arguments[0] == "worker" {
  exit(Simulation.work(on: arguments[1], milliseconds: Int(arguments[2]) ?? 0))
} else if let folder = arguments.first {
  var numbers = [10_000, 1000, 1, 0]
  for (index, word) in arguments.dropFirst().prefix(numbers.count).enumerated() {
    numbers[index] = Int(word) ?? numbers[index]
  }
  exit(
    Simulation.run(
      in: folder, cells: numbers[0], workers: numbers[1], together: max(1, numbers[2]),
      milliseconds: max(0, min(3_600_000, numbers[3]))))
} else {
  print("WorkerSimulation FOLDER [CELLS [WORKERS [TOGETHER [MILLISECONDS]]]]")
  exit(2)
}
