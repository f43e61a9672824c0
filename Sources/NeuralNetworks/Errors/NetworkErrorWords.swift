import Numerics

extension NetworkError: ExplainableError {
  public var code: String {
    switch self {
    case .unreadable: "E1001"
    case .unwritable: "E1002"
    case .unknownFormat: "E1003"
    case .legacyPickle: "E1004"
    case .damaged: "E1005"
    case .forbiddenPickle: "E1006"
    case .unsupportedElements: "E1007"
    case .noTensors: "E1008"
    case .mismatchedWeights: "E1009"
    case .unknownLayer: "E1010"
    case .imageSize: "E1011"
    case .wrongChannels: "E1012"
    case .nonFinite: "E1013"
    case .badGraph: "E1014"
    case .unsupportedOperator: "E1015"
    case .noRows: "E1016"
    case .mismatchedCounts: "E1017"
    case .invalidOption: "E1018"
    case .diverged: "E1019"
    case .foreignCheckpoint: "E1020"
    }
  }

  public var problem: String {
    switch self {
    case .unreadable(let path, let reason): "'\(path)' cannot be read: \(reason)"
    case .unwritable(let path, let reason): "'\(path)' cannot be written: \(reason)"
    case .unknownFormat(let path): "'\(path)' is neither safetensors nor a PyTorch file"
    case .legacyPickle(let path): "'\(path)' is in the format of PyTorch before 1.6, a bare pickle"
    case .damaged(let path, let reason): "'\(path)' is damaged: \(reason)"
    case .forbiddenPickle(let path, let name): "the pickle in '\(path)' asks to call '\(name)'; nothing was executed"
    case .unsupportedElements(let path, let tensor, let type):
      "tensor '\(tensor)' in '\(path)' has elements of type \(type)"
    case .noTensors(let path, let found): "'\(path)' holds no tensors by name, but \(found)"
    case .mismatchedWeights(let mismatch): mismatch.problem
    case .unknownLayer(let name, let known): "there is no layer '\(name)'; the layers are \(Self.list(known))"
    case .imageSize(let height, let width, let layer):
      "images of \(height)×\(width) do not fit: at layer '\(layer)' nothing is left of them, or maps differ in size"
    case .wrongChannels(let expected, let found):
      "the network takes images of \(expected) channels; these have \(found)"
    case .nonFinite(let image): "image \(image + 1) gives features that are not finite numbers"
    case .badGraph(let path, let reason): "the graph in '\(path)' is not sound: \(reason)"
    case .unsupportedOperator(let path, let kind, let node, let reason):
      "node '\(node)' in '\(path)' is a \(kind)\(reason.isEmpty ? ", which is not among the operators" : ": \(reason)")"
    case .noRows: "there are no rows to learn from"
    case .mismatchedCounts(let what, let expected, let found): "\(expected) images but \(found) \(what)"
    case .invalidOption(let name, let value, let allowed): "`\(name)` must be \(allowed); got \(value)"
    case .diverged(let epoch): "the loss is no longer a finite number in epoch \(epoch)"
    case .foreignCheckpoint(let path, let reason): "the checkpoint '\(path)' is of another training: \(reason)"
    }
  }

  public var remedy: String {
    switch self {
    case .unreadable: "check the path and its permissions"
    case .unwritable: "check the folder, its permissions and the space left"
    case .unknownFormat, .noTensors: "save them with `torch.save(model.state_dict(), FILE)` or as safetensors"
    case .legacyPickle: "load it with PyTorch and save it again: `torch.save(torch.load(FILE, weights_only=True), NEW)`"
    case .damaged: "get the file again, and compare its sha256 with the one its source gives"
    case .forbiddenPickle: "save the state dictionary alone, `torch.save(model.state_dict(), FILE)`, or use safetensors"
    case .unsupportedElements: "save the tensors as float32, for instance with `model.float().state_dict()`"
    case .mismatchedWeights: "use weights of this network; the names are torchvision's or Hugging Face's"
    case .unknownLayer: "use one of those names"
    case .imageSize: "give larger images, or resize them first"
    case .wrongChannels: "convert the images first"
    case .nonFinite: "check the weights and the images for numbers that are not finite or extremely large"
    case .badGraph: "export the network again, and check it with `onnx.checker.check_model`"
    case .unsupportedOperator:
      "export the network in evaluation mode with fixed shapes; see the README for the operators"
    case .noRows: "check the filters and splits before this step"
    case .mismatchedCounts: "give one for each image"
    case .invalidOption: "give a value in that range"
    case .diverged: "use a smaller learning rate, or clip gradients"
    case .foreignCheckpoint: "remove the checkpoint, or train with the options that it was begun with"
    }
  }

  public var explanation: String {
    switch self {
    case .unreadable, .unwritable, .unknownFormat:
      "Weights are read from safetensors and from what `torch.save` writes, told apart by their first bytes. A load that "
        + "fails is an error: a network never runs on random weights in their place."
    case .legacyPickle, .forbiddenPickle:
      "A pickle is a program that builds objects, and may call anything. Here it is read by a machine that knows only the "
        + "few calls that make tensors and dictionaries, so a file cannot do harm; whatever else it asks for is refused."
    case .damaged:
      "Sizes, offsets, names and checksums in a file must agree with one another and with its length before any memory is "
        + "set aside for them."
    case .unsupportedElements, .noTensors:
      "A state dictionary maps names to tensors of float32, float16, bfloat16 or float64. Other objects, such as whole "
        + "models, need their own code to be loaded."
    case .mismatchedWeights:
      "Every tensor of the network must be there in its shape. Tensors in a network's own name space that it does not "
        + "have are a sign of another architecture, such as ResNet34 given for ResNet18, and are refused as well."
    case .unknownLayer, .imageSize, .wrongChannels, .nonFinite: Self.aboutImages
    case .badGraph, .unsupportedOperator:
      "ONNX files describe a network as a graph of operators. Those that image backbones use are supported; the graph must "
        + "have no cycles and say the shape of what goes in."
    default: Self.aboutTraining
    }
  }

  private static let aboutImages =
    "A convolutional network takes images of a fixed number of channels, and halves their size several times; the "
    + "features of a layer are the means of its maps over the image."

  private static let aboutTraining =
    "Training minimises a loss over mini-batches by gradient descent. A checkpoint holds everything that the rest of the "
    + "training depends on, so a run that was stopped ends at the weights that it would have ended at."

  /// The first names of a list, and how many more there are.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}

extension WeightMismatch {
  fileprivate var problem: String {
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing \(NetworkError.list(missing))") }
    if !misshapen.isEmpty {
      parts.append(
        "of another shape "
          + NetworkError.list(
            misshapen.map { "\($0.name) \(Self.text($0.found)) instead of \(Self.text($0.expected))" }))
    }
    if !extra.isEmpty { parts.append("not part of it \(NetworkError.list(extra))") }
    return "the tensors of '\(path)' are not those of \(network): \(parts.joined(separator: "; "))"
  }

  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
  }
}
