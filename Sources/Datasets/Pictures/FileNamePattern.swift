/// What the file names of known data sets tell.
enum FileNamePattern {
  /// CK+48's `S010_004_00000017.png`: the subject.
  static func ckSubject(_ name: String) -> String? {
    let parts = Paths.stem(name).utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return nil }
    guard let letter = parts[0].first, letter | 0x20 == UInt8(ascii: "s"), isNumber(parts[0].dropFirst()),
      isNumber(parts[1]), isNumber(parts[2])
    else { return nil }
    return String(Substring(parts[0])).uppercased()
  }

  /// JAFFE's `KA.AN1.39.tiff`: the subject and the emotion.
  static func jaffe(_ name: String) -> (subject: String, emotion: String)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].utf8.count == 2, parts[0].allSatisfy(\.isLetter), parts[1].count >= 2,
      let emotion = jaffeEmotions[parts[1].prefix(2).uppercased()], isNumber(parts[1].dropFirst(2).utf8),
      isNumber(parts[2].utf8)
    else { return nil }
    return (parts[0].uppercased(), emotion)
  }

  private static let jaffeEmotions = [
    "AN": "anger", "DI": "disgust", "FE": "fear", "HA": "happy", "NE": "neutral", "SA": "sad", "SU": "surprise",
  ]

  /// FER2013's `Training_3908.jpg`, `PublicTest_1.jpg` and `PrivateTest_2.jpg`.
  static func isFER2013(_ name: String) -> Bool {
    ["Training_", "PublicTest_", "PrivateTest_"].contains { name.hasPrefix($0) }
  }

  /// RAF-DB's `train_00001_aligned.jpg` and `test_0001.jpg`.
  static func isRAFDB(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["train_", "test_"].contains { name.hasPrefix($0) && isNumber(name.dropFirst($0.count).prefix(4).utf8) }
  }

  /// KDEF's `AF01ANS.JPG`: session, sex and number of the person, emotion, angle. The subject has no session: A and B
  /// are the same people.
  static func kdef(_ name: String) -> (subject: String, emotion: String)? {
    let stem = Array(Paths.stem(name).uppercased().utf8)
    guard stem.count >= 7, stem[0] == UInt8(ascii: "A") || stem[0] == UInt8(ascii: "B"),
      stem[1] == UInt8(ascii: "F") || stem[1] == UInt8(ascii: "M"), isNumber(stem[2..<4]),
      ["S", "HL", "HR", "FL", "FR"].contains(String(decoding: stem[6...], as: UTF8.self))
    else { return nil }
    let codes = [
      "AF": "fear", "AN": "anger", "DI": "disgust", "HA": "happy", "NE": "neutral", "SA": "sad", "SU": "surprise",
    ]
    guard let emotion = codes[String(decoding: stem[4..<6], as: UTF8.self)] else { return nil }
    return (String(decoding: stem[1..<4], as: UTF8.self), emotion)
  }

  /// Which data set has folders of clips called so: `folder` in `parent`.
  static func clipSet(folder: String, parent: String) -> String? {
    if isCASMESubject(parent), isCASMEClip(folder) { return "CASME II" }
    let parts = folder.lowercased().split(separator: "_", omittingEmptySubsequences: false).map { Array($0.utf8) }
    if parts.count == 3, parts[0].first == UInt8(ascii: "s"), isNumber(parts[0].dropFirst()), isNumber(parts[2]),
      ["ne", "po", "sur", "su", "n"].contains(String(decoding: parts[1], as: UTF8.self))
    {
      return "SMIC"
    }
    if parts.count == 3, parts[0].count == 3, parts.allSatisfy({ isNumber($0) }), Array(parent.utf8) == parts[0] {
      return "SAMM"
    }
    if parts.count == 2, parts[0].count == 2, isNumber(parts[0]), isNumber(parts[1].prefix(4)), parts[1].count > 4,
      parent.lowercased() == "s" + String(decoding: parts[0], as: UTF8.self)
    {
      return "CAS(ME)²"
    }
    return nil
  }

  /// A folder of CASME II's subjects, `sub01`.
  static func isCASMESubject(_ folder: some StringProtocol) -> Bool {
    let folder = folder.lowercased()
    return folder.hasPrefix("sub") && isNumber(folder.dropFirst(3).utf8)
  }

  /// A folder of CASME II's clips, `EP02_01f`.
  static func isCASMEClip(_ folder: some StringProtocol) -> Bool {
    let folder = folder.lowercased()
    return folder.hasPrefix("ep") && folder.dropFirst(2).first?.isNumber ?? false
  }

  private static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    !text.isEmpty && text.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }
}
