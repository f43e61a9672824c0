import Glibc

/// Everything that the rest of a training depends on, as a safetensors file.
struct TrainingCheckpoint {
  private static let format = "1"

  let path: String
  /// Network, options and images in words: a checkpoint of another training is not taken for this one's.
  let training: String

  /// Writes the state after an epoch. The file appears whole or not at all.
  func write(_ network: TrainableNetwork, _ optimiser: Optimiser, _ progress: TrainingProgress)
    throws
  {
    var set = WeightSet(source: path, tensors: [:])
    for (name, tensor) in network.weights().tensors { set.tensors["network/\(name)"] = tensor }
    for (name, tensor) in progress.best.tensors { set.tensors["best/\(name)"] = tensor }
    for (parameter, memory) in zip(optimiser.parameters, optimiser.memory) {
      for (index, buffer) in memory.enumerated() {
        set.tensors["memory\(index)/\(parameter.name)"] = WeightTensor(
          shape: [buffer.count], values: (0..<buffer.count).map { buffer[$0] })
      }
    }
    set.metadata = [
      "format": Self.format, "training": training, "step": "\(optimiser.step)",
      "best": "\(progress.bestEpoch)",
      "history": progress.history.map(Self.text).joined(separator: ";"),
    ]
    try set.write(to: path)
  }

  /// Restores network and optimiser. - Returns: how far it had come, or nil where there is no checkpoint.
  /// - Throws: `NetworkError.foreignCheckpoint`, and as reading a file of weights does.
  func read(_ network: TrainableNetwork, _ optimiser: Optimiser) throws -> TrainingProgress? {
    guard access(path, F_OK) == 0 else { return nil }
    let set = try WeightSet(path: path)
    guard set.metadata["format"] == Self.format, set.metadata["training"] == training else {
      throw NetworkError.foreignCheckpoint(path: path, reason: "network, options or images differ")
    }
    func part(_ prefix: String) -> WeightSet {
      var part = WeightSet(source: path, tensors: [:])
      for (name, tensor) in set.tensors where name.hasPrefix(prefix) {
        part.tensors[String(name.dropFirst(prefix.count))] = tensor
      }
      return part
    }
    guard let step = set.metadata["step"].flatMap(Int.init),
      let best = set.metadata["best"].flatMap(Int.init),
      let history = set.metadata["history"]
    else {
      throw NetworkError.damaged(path: path, reason: "it does not say how far training had come")
    }
    try network.load(part("network/"))
    for (parameter, memory) in zip(optimiser.parameters, optimiser.memory) {
      for (index, buffer) in memory.enumerated() {
        guard let tensor = set.tensors["memory\(index)/\(parameter.name)"],
          tensor.values.count == buffer.count
        else {
          throw NetworkError.damaged(
            path: path, reason: "the optimiser's memory of '\(parameter.name)' is missing")
        }
        for (place, value) in tensor.values.enumerated() { buffer[place] = value }
      }
    }
    optimiser.step = step
    let records = history.split(separator: ";").compactMap { Self.record(String($0)) }
    return TrainingProgress(history: records, best: part("best/"), bestEpoch: best)
  }

  private static func text(_ record: EpochRecord) -> String {
    let numbers = [record.loss, record.validationLoss, record.macroF1, record.accuracy]
    return "\(record.epoch) " + numbers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
  }

  private static func record(_ text: String) -> EpochRecord? {
    let words = text.split(separator: " ")
    guard words.count == 5, let epoch = Int(words[0]), let loss = Double(words[1]) else {
      return nil
    }
    return EpochRecord(
      epoch: epoch, loss: loss, validationLoss: Double(words[2]), macroF1: Double(words[3]),
      accuracy: Double(words[4]))
  }
}

/// How far a training has come.
struct TrainingProgress {
  var history: [EpochRecord] = []
  var best: WeightSet
  var bestEpoch = 0

  var bestScore: Double? { history.first { $0.epoch == bestEpoch }?.macroF1 }
}
