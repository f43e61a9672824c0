/// What the path of a folder says about the images in it. Read once a folder, not once an image.
struct FolderMeaning: Sendable {
  private let components: [String]
  /// The last folder that is named after an emotion.
  private let emotionIndex: Int?
  private let partIndex: Int?

  /// - Parameter isClass: the folder's own name is a class, even if it could be that of a part (`valid` beside `fake`).
  init(path: String, isClass: Bool = false) {
    components = path.split(separator: "/").map { String($0) }
    emotionIndex = components.lastIndex { EmotionSpelling.emotion($0) != nil }
    partIndex = components.dropLast(isClass ? 1 : 0).lastIndex { PartNames.meaning($0) != nil }
  }

  /// What the folders that hold images say, in their order. Where one that is called like a part lies beside others that
  /// are not, and all of them hold images themselves, it is one of the classes.
  static func all(_ folders: [String], holdingImages used: Set<Int>) -> (meanings: [FolderMeaning], classes: [String]) {
    var beside: [String: (parts: [Int], others: Int)] = [:]
    for index in used where !folders[index].isEmpty {
      let isPart = PartNames.meaning(Paths.lastComponent(folders[index])) != nil
      let parent = Paths.folder(of: folders[index])
      if isPart {
        beside[parent, default: ([], 0)].parts.append(index)
      } else {
        beside[parent, default: ([], 0)].others += 1
      }
    }
    // Both "train" and "test" beside a class are parts with something beside them.
    let classes = Set(
      beside.values.filter { entry in
        entry.others > 0 && Set(entry.parts.map { PartNames.meaning(Paths.lastComponent(folders[$0])) }).count == 1
      }.flatMap { $0.parts })
    let meanings = folders.indices.map { FolderMeaning(path: folders[$0], isClass: classes.contains($0)) }
    return (meanings, classes.map { Paths.lastComponent(folders[$0]) }.sorted(by: precedesInBytes))
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

  /// The data set that lays out its clips like this; nil where the folder holds no clip.
  var clipSet: String? {
    guard let clip = components.last, let parent = components.dropLast().last else { return nil }
    return FileNamePattern.clipSet(folder: clip, parent: parent)
  }

  /// Whether images lie deeper than the folder that names their class.
  func isBelowClass(byEmotion: Bool) -> Bool {
    classIndex(byEmotion: byEmotion).map { $0 < components.count - 1 } ?? false
  }
}
