/// What the path of a folder says about the images in it. Read once a folder, not once an image.
struct FolderMeaning: Sendable {
  private let components: [String]
  /// The last folder that is named after an emotion.
  private let emotionIndex: Int?
  private let partIndex: Int?

  init(path: String) {
    components = path.split(separator: "/").map { String($0) }
    emotionIndex = components.lastIndex { EmotionSpelling.emotion($0) != nil }
    partIndex = components.lastIndex { PartNames.meaning($0) != nil }
  }

  var emotion: String? { emotionIndex.flatMap { EmotionSpelling.emotion(components[$0]) } }

  /// The folder that the images lie in; nil at the top, and right in a part such as "train".
  var lastFolder: String? { lastIndex.map { components[$0] } }

  private var lastIndex: Int? {
    components.isEmpty || partIndex == components.count - 1 ? nil : components.count - 1
  }

  var part: PartNames.Meaning? { partIndex.flatMap { PartNames.meaning(components[$0]) } }

  /// The folder that names the part, such as "train2".
  var partFolder: String? { partIndex.map { components[$0] } }

  /// The folder that names the class: where `byEmotion`, the one named after an emotion, if there is one.
  func classFolder(byEmotion: Bool) -> String? {
    classIndex(byEmotion: byEmotion).map { components[$0] }
  }

  private func classIndex(byEmotion: Bool) -> Int? {
    byEmotion ? emotionIndex ?? lastIndex : lastIndex
  }

  /// The folders above part and class: where several sets lie side by side, the set.
  func setFolder(byEmotion: Bool) -> String {
    let end = min(classIndex(byEmotion: byEmotion) ?? components.count, partIndex ?? components.count)
    return components[..<end].joined(separator: "/")
  }

  /// A clip of CASME II.
  var isClip: Bool {
    guard let clip = components.last, let subject = components.dropLast().last else { return false }
    return FileNamePattern.isCASMESubject(subject) && FileNamePattern.isCASMEClip(clip)
  }
}
