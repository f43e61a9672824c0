import Files

/// Reads the state dictionary of a file that `torch.save` wrote: a zip archive of a pickle, `data.pkl`, and of numbers, one
/// stored entry for each storage.
///
/// Packed entries are refused: PyTorch never writes them, and without them nothing can grow on being read.
struct PyTorchReader {
  private static let pickleLimit = 64 << 20

  private let bytes: UnsafeRawBufferPointer
  private let path: String
  private let entries: [String: ZipEntry]
  /// What the names of all entries begin with, such as `archive/`.
  private let prefix: String

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws {
    self.bytes = bytes
    self.path = path
    let list: [ZipEntry]
    do { list = try ZipDirectory.entries(of: bytes) } catch {
      throw NetworkError.damaged(path: path, reason: error.reason)
    }
    guard let pickle = list.first(where: { $0.name.hasSuffix("data.pkl") }) else {
      throw NetworkError.noTensors(path: path, found: "a zip archive without a 'data.pkl'")
    }
    prefix = String(pickle.name.dropLast("data.pkl".count))
    entries = Dictionary(list.map { ($0.name, $0) }) { first, _ in first }
    guard list.reduce(0, { $0 + min($1.size, bytes.count) }) <= bytes.count else {
      // Packed entries claim more than there is, too, and that is the better word for them.
      let packed = list.first { $0.size > $0.compressedSize }
      let reason = packed.map { "'\($0.name)' is packed, which PyTorch never does" } ?? "its entries overlap"
      throw NetworkError.damaged(path: path, reason: reason)
    }
  }

  func weights() throws -> WeightSet {
    if let order = entries[prefix + "byteorder"], try Array(contents(order)) != Array("little".utf8) {
      throw NetworkError.unsupportedElements(path: path, tensor: "all", type: "big-endian numbers")
    }
    guard let entry = entries[prefix + "data.pkl"], entry.size <= Self.pickleLimit else {
      throw damaged("its pickle claims to be larger than 64 MB")
    }
    var machine = PickleMachine(try contents(entry))
    let root: PickleValue
    do { root = try machine.run() } catch {
      if let name = error.forbidden { throw NetworkError.forbiddenPickle(path: path, name: name) }
      throw damaged(error.reason)
    }
    let named = tensors(of: root, machine)
    guard !named.isEmpty else { throw NetworkError.noTensors(path: path, found: "other objects") }
    var tensors: [String: WeightTensor] = [:]
    // Views may share a storage, so together they may be larger than the file; not without limit.
    var room = 2 * bytes.count + 64
    for (name, view) in named {
      room -= view.shape.elementCount ?? .max / 2
      guard room >= 0 else { throw damaged("its tensors are larger than the file") }
      guard tensors.updateValue(try tensor(view, name), forKey: name) == nil else {
        throw damaged("'\(name)' is there twice")
      }
    }
    return WeightSet(source: path, tensors: tensors)
  }

  /// The tensors of a dictionary, or of one that it holds under a name that training scripts use.
  private func tensors(of root: PickleValue, _ machine: PickleMachine) -> [(String, TorchTensor)] {
    guard case .dictionary(let index) = root else { return [] }
    let items = machine.dictionaries[index]
    let found = items.compactMap { item -> (String, TorchTensor)? in
      guard case .text(let name) = item.key, case .tensor(let tensor) = item.value else { return nil }
      return (name, tensor)
    }
    if !found.isEmpty { return found }
    for name in ["state_dict", "model_state_dict", "model", "model_state", "net"] {
      for item in items {
        guard case .text(name) = item.key, case .dictionary(let inner) = item.value, inner != index else { continue }
        return machine.dictionaries[inner].compactMap { item in
          guard case .text(let name) = item.key, case .tensor(let tensor) = item.value else { return nil }
          return (name, tensor)
        }
      }
    }
    return []
  }

  private func tensor(_ view: TorchTensor, _ name: String) throws -> WeightTensor {
    guard let entry = entries["\(prefix)data/\(view.storage.key)"] else {
      throw damaged("the numbers of '\(name)' are missing")
    }
    let data = try contents(entry)
    let held = data.count / view.storage.type.size
    guard view.storage.count >= 0, view.storage.count <= held, view.shape.count == view.strides.count,
      let count = view.shape.elementCount
    else { throw damaged("'\(name)' does not fit the numbers stored for it") }
    guard count > 0 else { return WeightTensor(shape: view.shape, values: []) }
    var last = view.offset
    for (size, stride) in zip(view.shape, view.strides) {
      let (reach, overflows) = (size - 1).multipliedReportingOverflow(by: stride)
      guard !overflows, stride >= 0, reach <= held, last >= 0 else {
        throw damaged("'\(name)' lies outside its storage")
      }
      last += reach
    }
    // A view that repeats elements can be far larger than what it is a view of.
    guard last >= 0, last < held, count <= held else { throw damaged("'\(name)' lies outside its storage") }
    let type = view.storage.type
    let values =
      view.isContiguous
      ? type.floats(data, at: view.offset..<view.offset + count) : type.floats(data, at: places(view))
    return WeightTensor(shape: view.shape, values: values)
  }

  private func places(_ view: TorchTensor) -> [Int] {
    var places = [view.offset]
    for (size, stride) in zip(view.shape, view.strides) {
      places = places.flatMap { place in (0..<size).map { place + $0 * stride } }
    }
    return places
  }

  private func contents(_ entry: ZipEntry) throws -> UnsafeRawBufferPointer {
    guard entry.method == 0, entry.size == entry.compressedSize, !entry.isEncrypted else {
      throw damaged("'\(entry.name)' is packed, which PyTorch never does")
    }
    let range: Range<Int>
    do { range = try entry.packedRange(in: bytes) } catch { throw damaged("'\(entry.name)': \(error.reason)") }
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard checksum(of: part) == UInt(entry.checksum) else { throw damaged("'\(entry.name)': its checksum is wrong") }
    return part
  }

  private func damaged(_ reason: String) -> NetworkError { .damaged(path: path, reason: reason) }
}
