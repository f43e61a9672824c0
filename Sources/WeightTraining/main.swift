import DeepFeatures
import Glibc
import Imaging
import NeuralNetworks
import Numerics
import SyntheticFaces

// Trains the weights that `resnet18` has without being given any, on faces that nobody has and that no stand-in and no
// example shares: run by `scripts/weights`. The same numbers come out on any number of threads, and after a kill.

let folder = CommandLine.arguments.dropFirst().first ?? "."
let threads = CommandLine.arguments.dropFirst(2).first.flatMap(Int.init) ?? 1
do {
  try DefaultTraining(folder: folder).run(
    ExecutionContext(
      threads: threads,
      onNews: {
        print($0); fflush(nil)
      }))
} catch {
  print(error)
  exit(1)
}
