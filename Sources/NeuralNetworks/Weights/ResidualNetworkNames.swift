/// Names of a residual network's tensors in the words of torchvision, whoever wrote the file.
///
/// Torchvision's own names, with any prefix such as `backbone.` or `module.`, and Hugging Face's.
enum ResidualNetworkNames {
  /// The tensors under torchvision's names; what is not of the network's own name space is left out and told apart.
  static func canonical(_ weights: WeightSet) -> (tensors: [String: WeightTensor], ignored: [String]) {
    let isHuggingFace = weights.tensors.keys.contains { $0.hasSuffix("embedder.embedder.convolution.weight") }
    let prefix = prefix(
      weights.tensors.keys, stem: isHuggingFace ? "embedder.embedder.convolution.weight" : "conv1.weight")
    var tensors: [String: WeightTensor] = [:]
    var ignored: [String] = []
    for (name, tensor) in weights.tensors {
      // Hugging Face puts the classifier beside the backbone.
      let short = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
      let known = isHuggingFace ? translated(short) : name.hasPrefix(prefix) ? short : nil
      if let known, isOwn(known) {
        if !known.hasSuffix("num_batches_tracked") { tensors[known] = tensor }
      } else {
        ignored.append(name)
      }
    }
    return (tensors, ignored.sorted())
  }

  /// What stands before the stem's name, the shortest where several fit.
  private static func prefix(_ names: some Sequence<String>, stem: String) -> String {
    names.filter { $0.hasSuffix(stem) && !$0.contains("layer") }
      .map { String($0.dropLast(stem.count)) }
      .filter { $0.isEmpty || $0.hasSuffix(".") }
      .min { ($0.count, $0) < ($1.count, $1) } ?? ""
  }

  private static func isOwn(_ name: String) -> Bool {
    let first = name.prefix { $0 != "." }
    return ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4"].contains(String(first))
      || name == "fc.weight" || name == "fc.bias"
  }

  /// `encoder.stages.1.layers.0.shortcut.convolution.weight` → `layer2.0.downsample.0.weight`.
  private static func translated(_ name: String) -> String? {
    let parts = name.split(separator: ".").map(String.init)
    guard let field = parts.last else { return nil }
    let kind = parts.dropLast().last
    switch parts.first {
    case "embedder": return kind == "convolution" ? "conv1.\(field)" : "bn1.\(field)"
    case "classifier": return "fc.\(field)"
    case "encoder" where parts.count >= 8:
      guard let stage = Int(parts[2]) else { return nil }
      let block = "layer\(stage + 1).\(parts[4])"
      if parts[5] == "shortcut" { return "\(block).downsample.\(kind == "convolution" ? 0 : 1).\(field)" }
      guard let place = Int(parts[6]) else { return nil }
      return "\(block).\(kind == "convolution" ? "conv" : "bn")\(place + 1).\(field)"
    default: return nil
    }
  }
}
