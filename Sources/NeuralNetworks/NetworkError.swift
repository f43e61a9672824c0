import Numerics

/// Everything that can be wrong with weights, networks and their training. `E1001`…`E1020`.
public enum NetworkError: ExplainableError, Equatable {
  // Files of weights
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case unknownFormat(path: String)
  case legacyPickle(path: String)
  case damaged(path: String, reason: String)
  /// A pickle that asks for something to be called that is not on the list of what builds tensors.
  case forbiddenPickle(path: String, name: String)
  case unsupportedElements(path: String, tensor: String, type: String)
  case noTensors(path: String, found: String)
  case mismatchedWeights(WeightMismatch)
  // Networks and what they are given
  case unknownLayer(name: String, known: [String])
  /// A layer is left without a pixel.
  case imageSize(height: Int, width: Int, layer: String)
  case wrongChannels(expected: Int, found: Int)
  case nonFinite(image: Int)
  case badGraph(path: String, reason: String)
  case unsupportedOperator(path: String, kind: String, node: String, reason: String)
  // Training
  case noRows
  case mismatchedCounts(what: String, expected: Int, found: Int)
  case invalidOption(name: String, value: String, allowed: String)
  case diverged(epoch: Int)
  case foreignCheckpoint(path: String, reason: String)

  public static let samples: [Self] = [
    .unreadable(path: "w.pt", reason: "…"), .unwritable(path: "w.pt", reason: "…"), .unknownFormat(path: "w.pt"),
    .legacyPickle(path: "w.pt"), .damaged(path: "w.pt", reason: "…"), .forbiddenPickle(path: "w.pt", name: "os.system"),
    .unsupportedElements(path: "w.pt", tensor: "fc.weight", type: "int64"), .noTensors(path: "w.pt", found: "a list"),
    .mismatchedWeights(
      WeightMismatch(path: "w.pt", network: "resnet18", missing: ["fc.weight"], extra: [], misshapen: [])),
    .unknownLayer(name: "layer9", known: ["layer1"]), .imageSize(height: 4, width: 4, layer: "layer4"),
    .wrongChannels(expected: 3, found: 1), .nonFinite(image: 0), .badGraph(path: "n.onnx", reason: "…"),
    .unsupportedOperator(path: "n.onnx", kind: "Loop", node: "one", reason: ""), .noRows,
    .mismatchedCounts(what: "labels", expected: 2, found: 1),
    .invalidOption(name: "epochs", value: "0", allowed: "at least 1"), .diverged(epoch: 3),
    .foreignCheckpoint(path: "c.bin", reason: "…"),
  ]

  public var entry: ErrorEntry { filesEntry ?? networksEntry ?? trainingEntry ?? .unlisted(self) }

  private var filesEntry: ErrorEntry? {
    switch self {
    case .unreadable(let path, let reason):
      ErrorEntry(
        "E1001", "'\(path)' cannot be read: \(reason)",
        remedy: "check the path and its permissions", explanation: Idea.files)
    case .unwritable(let path, let reason):
      ErrorEntry(
        "E1002", "'\(path)' cannot be written: \(reason)",
        remedy: "check the folder, its permissions and the space left", explanation: Idea.files)
    case .unknownFormat(let path):
      ErrorEntry(
        "E1003", "'\(path)' is neither safetensors nor a PyTorch file",
        remedy: "save them with `torch.save(model.state_dict(), FILE)` or as safetensors", explanation: Idea.files)
    case .legacyPickle(let path):
      ErrorEntry(
        "E1004", "'\(path)' is in the format of PyTorch before 1.6, a bare pickle",
        remedy: "load it with PyTorch and save it again: `torch.save(torch.load(FILE, weights_only=True), NEW)`",
        explanation: Idea.pickles)
    case .damaged(let path, let reason):
      ErrorEntry(
        "E1005", "'\(path)' is damaged: \(reason)",
        remedy: "get the file again, and compare its sha256 with the one its source gives",
        explanation: "Sizes, offsets, names and checksums in a file must agree with one another and with its length "
          + "before any memory is set aside for them.")
    case .forbiddenPickle(let path, let name):
      ErrorEntry(
        "E1006", "the pickle in '\(path)' asks to call '\(name)'; nothing was executed",
        remedy: "save the state dictionary alone, `torch.save(model.state_dict(), FILE)`, or use safetensors",
        explanation: Idea.pickles)
    case .unsupportedElements(let path, let tensor, let type):
      ErrorEntry(
        "E1007", "tensor '\(tensor)' in '\(path)' has elements of type \(type)",
        remedy: "save the tensors as float32, for instance with `model.float().state_dict()`",
        explanation: Idea.stateDictionaries)
    case .noTensors(let path, let found):
      ErrorEntry(
        "E1008", "'\(path)' holds no tensors by name, but \(found)",
        remedy: "save them with `torch.save(model.state_dict(), FILE)` or as safetensors",
        explanation: Idea.stateDictionaries)
    case .mismatchedWeights(let mismatch):
      ErrorEntry(
        "E1009", mismatch.problem, remedy: "use weights of this network; the names are torchvision's or Hugging Face's",
        explanation: "Every tensor of the network must be there in its shape. Tensors in a network's own name space "
          + "that it does not have are a sign of another architecture, such as ResNet34 given for ResNet18, and are "
          + "refused as well.")
    default: nil
    }
  }

  private var networksEntry: ErrorEntry? {
    switch self {
    case .unknownLayer(let name, let known):
      ErrorEntry(
        "E1010", "there is no layer '\(name)'; the layers are \(Self.list(known))",
        remedy: "use one of those names", explanation: Idea.images)
    case .imageSize(let height, let width, let layer):
      ErrorEntry(
        "E1011",
        "images of \(height)×\(width) do not fit: at layer '\(layer)' nothing is left of them, or maps differ in size",
        remedy: "give larger images, or resize them first", explanation: Idea.images)
    case .wrongChannels(let expected, let found):
      ErrorEntry(
        "E1012", "the network takes images of \(expected) channels; these have \(found)",
        remedy: "convert the images first", explanation: Idea.images)
    case .nonFinite(let image):
      ErrorEntry(
        "E1013", "image \(image + 1) gives features that are not finite numbers",
        remedy: "check the weights and the images for numbers that are not finite or extremely large",
        explanation: Idea.images)
    case .badGraph(let path, let reason):
      ErrorEntry(
        "E1014", "the graph in '\(path)' is not sound: \(reason)",
        remedy: "export the network again, and check it with `onnx.checker.check_model`", explanation: Idea.graphs)
    case .unsupportedOperator(let path, let kind, let node, let reason):
      ErrorEntry(
        "E1015",
        "node '\(node)' in '\(path)' is a "
          + "\(kind)\(reason.isEmpty ? ", which is not among the operators" : ": \(reason)")",
        remedy: "export the network in evaluation mode with fixed shapes; see the README for the operators",
        explanation: Idea.graphs)
    default: nil
    }
  }

  private var trainingEntry: ErrorEntry? {
    switch self {
    case .noRows:
      ErrorEntry(
        "E1016", "there are no rows to learn from",
        remedy: "check the filters and splits before this step", explanation: Idea.training)
    case .mismatchedCounts(let what, let expected, let found):
      ErrorEntry(
        "E1017", "\(expected) images but \(found) \(what)",
        remedy: "give one for each image", explanation: Idea.training)
    case .invalidOption(let name, let value, let allowed):
      ErrorEntry(
        "E1018", "`\(name)` must be \(allowed); got \(value)",
        remedy: "give a value in that range", explanation: Idea.training)
    case .diverged(let epoch):
      ErrorEntry(
        "E1019", "the loss is no longer a finite number in epoch \(epoch)",
        remedy: "use a smaller learning rate, or clip gradients", explanation: Idea.training)
    case .foreignCheckpoint(let path, let reason):
      ErrorEntry(
        "E1020", "the checkpoint '\(path)' is of another training: \(reason)",
        remedy: "remove the checkpoint, or train with the options that it was begun with", explanation: Idea.training)
    default: nil
    }
  }

  /// The first names of a list, and how many more there are.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}

/// How the tensors of a file differ from those that a network needs.
public struct WeightMismatch: Sendable, Equatable {
  /// A tensor of another shape than the network has.
  public struct Misshapen: Sendable, Equatable {
    public let name: String
    public let expected: [Int]
    public let found: [Int]
  }

  public let path: String
  public let network: String
  public let missing: [String]
  public let extra: [String]
  public let misshapen: [Misshapen]

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

/// What `explain` says beyond one case.
private enum Idea {
  static let files =
    "Weights are read from safetensors and from what `torch.save` writes, told apart by their first bytes. A load that "
    + "fails is an error: a network never runs on random weights in their place."
  static let pickles =
    "A pickle is a program that builds objects, and may call anything. Here it is read by a machine that knows only "
    + "the few calls that make tensors and dictionaries, so a file cannot do harm; whatever else it asks for is "
    + "refused."
  static let stateDictionaries =
    "A state dictionary maps names to tensors of float32, float16, bfloat16 or float64. Other objects, such as whole "
    + "models, need their own code to be loaded."
  static let images =
    "A convolutional network takes images of a fixed number of channels, and halves their size several times; the "
    + "features of a layer are the means of its maps over the image."
  static let graphs =
    "ONNX files describe a network as a graph of operators. Those that image backbones use are supported; the graph "
    + "must have no cycles and say the shape of what goes in."
  static let training =
    "Training minimises a loss over mini-batches by gradient descent. A checkpoint holds everything that the rest of "
    + "the training depends on, so a run that was stopped ends at the weights that it would have ended at."
}
