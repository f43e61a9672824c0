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
