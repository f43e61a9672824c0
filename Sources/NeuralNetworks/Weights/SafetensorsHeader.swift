/// The header of a safetensors file: an object of tensors, and of words under `__metadata__`.
///
/// Parsed by hand because the format allows so little of JSON: no general tree is built, so that a hostile header costs no
/// more than its own bytes, cannot nest, and repeated names are seen.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    var type = ""
    var shape: [Int] = []
    var offsets: [Int] = []
  }

  /// What is wrong, as a clause.
  struct Fault: Error {
    let reason: String
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    self.bytes = bytes
    try members { (name, header) throws(Fault) in
      if name == "__metadata__" {
        try header.members { (key, header) throws(Fault) in header.metadata[key] = try header.string() }
      } else {
        header.entries.append(try header.entry(name))
      }
    }
    guard next() == nil else { throw fault("something follows its end") }
  }

  private mutating func entry(_ name: String) throws(Fault) -> Entry {
    var entry = Entry(name: name)
    try members { (key, header) throws(Fault) in
      switch key {
      case "dtype": entry.type = try header.string()
      case "shape": entry.shape = try header.numbers(limit: 16)
      case "data_offsets": entry.offsets = try header.numbers(limit: 2)
      default: throw header.fault("'\(name)' has an unknown member '\(key)'")
      }
    }
    guard !entry.type.isEmpty, entry.offsets.count == 2 else { throw fault("'\(name)' lacks its type or its place") }
    return entry
  }

  private mutating func members(
    _ each: (String, inout SafetensorsHeader) throws(Fault) -> Void
  ) throws(Fault) {
    try expect("{")
    var seen: Set<String> = []
    guard next() != UInt8(ascii: "}") else { return place += 1 }
    while true {
      let name = try string()
      guard seen.insert(name).inserted else { throw fault("'\(name)' is there twice") }
      try expect(":")
      try each(name, &self)
      guard next() == UInt8(ascii: ",") else { break }
      place += 1
    }
    try expect("}")
  }

  private mutating func numbers(limit: Int) throws(Fault) -> [Int] {
    try expect("[")
    var numbers: [Int] = []
    guard next() != UInt8(ascii: "]") else {
      place += 1
      return []
    }
    while true {
      guard numbers.count < limit else { throw fault("a list of numbers is too long") }
      numbers.append(try number())
      guard next() == UInt8(ascii: ",") else { break }
      place += 1
    }
    try expect("]")
    return numbers
  }

  private mutating func number() throws(Fault) -> Int {
    var value = 0
    let start = place
    while let byte = next(), (48...57).contains(byte) {
      place += 1
      guard value < 1 << 55 else { throw fault("a number is too large") }
      value = value * 10 + Int(byte - 48)
    }
    guard place > start else { throw fault("a number is missing") }
    return value
  }

  private mutating func string() throws(Fault) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: text, as: UTF8.self) else { throw fault("a name is not UTF-8") }
        return text
      }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      text += try escape()
    }
    throw fault("a name does not end")
  }

  /// What stands behind a backslash, in UTF-8; pairs of surrogates do not occur in names of tensors and are refused.
  private mutating func escape() throws(Fault) -> [UInt8] {
    guard place < bytes.count else { throw fault("a name does not end") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "u"):
      guard place + 4 <= bytes.count,
        let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { throw fault("a name has a damaged character") }
      place += 4
      return Array(String(Character(scalar)).utf8)
    default: throw fault("a name has a damaged character")
    }
  }

  /// The next byte that is not blank.
  private mutating func next() -> UInt8? {
    while place < bytes.count, [9, 10, 13, 32].contains(bytes[place]) { place += 1 }
    return place < bytes.count ? bytes[place] : nil
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard next() == UInt8(ascii: character) else { throw fault("'\(character)' is missing at byte \(place + 8)") }
    place += 1
  }

  private func fault(_ reason: String) -> Fault { Fault(reason: "its header: \(reason)") }
}
