import Numerics

/// What can be wrong with a notebook's file.
public enum NotebookError: ExplainableError, Equatable {
  case noJSON(String, reason: String, offset: Int)
  case noNotebook(String, missing: String)
  case unknownFormat(String, version: Int)
  case wrongCell(String, number: Int, reason: String)

  public static let samples: [Self] = [
    .noJSON("study.ipynb", reason: "a comma or ']' was expected", offset: 12),
    .noNotebook("study.ipynb", missing: "cells"), .unknownFormat("study.ipynb", version: 2),
    .wrongCell("study.ipynb", number: 3, reason: "its cell_type is \"heading\""),
  ]

  private static let idea = """
    A notebook is a JSON file with a list of cells, each code, Markdown or raw text; Jupyter's formats 3 and 4 are read. \
    `mien convert` turns it into a script whose cells begin with `# %%`, and a script into a notebook.
    """

  public var entry: ErrorEntry {
    switch self {
    case .noJSON(let path, let reason, let offset):
      ErrorEntry(
        "E1901", "\"\(path)\" is no notebook: \(reason) at byte \(offset)",
        remedy: "give a file that Jupyter opens; one that was cut short can often be read there and saved again",
        explanation: Self.idea)
    case .noNotebook(let path, let missing):
      ErrorEntry(
        "E1902", "\"\(path)\" is JSON, and no notebook: it has no \"\(missing)\"",
        remedy: "give a notebook, .ipynb, or a script, .mien", explanation: Self.idea)
    case .unknownFormat(let path, let version):
      ErrorEntry(
        "E1903", "\"\(path)\" is a notebook of format \(version); formats 3 and 4 can be read",
        remedy: "open it in Jupyter and save it again", explanation: Self.idea)
    case .wrongCell(let path, let number, let reason):
      ErrorEntry(
        "E1904", "cell \(number) of \"\(path)\" cannot be read: \(reason)",
        remedy: "open the notebook in Jupyter, which says more, and mend or remove that cell", explanation: Self.idea)
    }
  }
}
