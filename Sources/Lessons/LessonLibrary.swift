import Diagnostics
import Interpreter
import StandardLibrary

/// The lessons that come with Mien, and those of files.
public enum LessonLibrary {
  /// In the order in which they are to be played.
  public static let standard: [Lesson] = StandardLibrary.lessons.map { file in
    LessonReader.read(SourceText(name: file.name, text: file.text), name: name(of: file.name), mistakes: mistakes)
      .lesson
  }

  /// Mistakes that many make, by the names under which lessons refer to them.
  public static let mistakes: [String: [KnownMistake]] = {
    var known: [String: [KnownMistake]] = [:]
    for line in StandardLibrary.mistakes.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":"),
        let mistake = KnownMistake(String(line[line.index(colon, offsetBy: 2)...]))
      else { continue }
      known[String(line[..<colon]), default: []].append(mistake)
    }
    return known
  }()

  /// A lesson by its name, its number, or the path of its file; nil where there is none.
  public static func lesson(_ name: String, read: (String) throws -> String = readTextFile) -> Lesson? {
    if let known = standard.first(where: { $0.name == name.lowercased() }) { return known }
    if let number = Int(name), standard.indices.contains(number - 1) { return standard[number - 1] }
    guard name.hasSuffix(".mien"), let text = try? read(name) else { return nil }
    let source = SourceText(name: name, text: text)
    var lesson = LessonReader.read(source, name: self.name(of: name), mistakes: mistakes).lesson
    lesson.path = name
    return lesson
  }

  /// The lesson that a text is; nil where it is none.
  public static func lesson(in source: SourceText) -> Lesson? {
    guard LessonReader.isLesson(source) else { return nil }
    var lesson = LessonReader.read(source, name: name(of: source.name), mistakes: mistakes).lesson
    lesson.path = source.name
    return lesson
  }

  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".mien") ? String(file.dropLast(5)) : file
  }
}
