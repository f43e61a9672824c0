import Interpreter

/// The file that keeps how far a person has come in lessons.
public struct LessonStore: Sendable {
  let path: String

  public init(path: String) { self.path = path }

  /// nil where there is no home.
  public static func ofThisUser() -> LessonStore? {
    StateFolder.ofThisUser().map { LessonStore(path: $0.path + "/lessons.json") }
  }

  /// None where the file is not there, or cannot be read.
  public var records: LessonRecords {
    LessonRecords(reading: (try? readTextFile(path)) ?? "")
  }

  /// Keeps a record, the file whole or not at all.
  /// - Returns: whether it could be written.
  @discardableResult
  public func keep(_ record: LessonRecord) -> Bool {
    var records = records
    records[record.lesson] = record
    StateFolder.makeFolder(of: path)
    return (try? writeTextFile(path, records.text)) != nil
  }
}
