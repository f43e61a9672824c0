import Basics
import Datasets
import Glibc
import Plans
import Rendering

/// Tables as files of a folder, each named after its first column.
struct SavedTables {
  private let tables: [Table]

  init(_ tables: [Table]) {
    self.tables = tables
  }

  /// - Throws: `StageError.fileFailed`; what was written before stays.
  func write(toFolder path: String) throws {
    if mkdir(path, 0o777) != 0, errno != EEXIST {
      throw StageError.fileFailed(path: path, reason: String(cString: strerror(errno)))
    }
    let folder = path.hasSuffix("/") ? path : path + "/"
    var taken: Set<String> = []
    for table in tables {
      let base = Self.fileName(of: table)
      var name = base
      var number = 1
      while !taken.insert(name).inserted {
        number += 1
        name = "\(base)-\(number)"
      }
      let text = ControlCharacters.replaced(in: TableFormat.csv.text(of: [table]))
      try writeWholeFile(Array(text.utf8), to: folder + name + ".csv")
    }
  }

  private static func fileName(of table: Table) -> String {
    let letters = (table.columns.first ?? "").lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let name = String(letters.drop { $0 == "-" })
    return name.isEmpty ? "table" : name
  }
}

extension Table {
  /// Names of the program as people read them: "macro-F1" for `macro_f1`, in heads and where a cell names a metric.
  func inWords(_ words: (String) -> String) -> Table {
    var table = self
    table.columns = columns.map(words)
    table.rows = rows.map { row in
      var row = row
      row.cells = row.cells.map { cell in if case .text(let text) = cell { .text(words(text)) } else { cell } }
      return row
    }
    return table
  }
}
