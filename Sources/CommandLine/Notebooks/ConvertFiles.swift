import Basics
import Glibc
import Interpreter
import Notebooks

/// `mien convert`: a script as a notebook, or a notebook as a script.
extension Host {
  /// - Parameters:
  ///   - path: what is converted; its ending says which way.
  ///   - target: nil for the same name with the other ending.
  ///   - keepsOutputs: whether outputs of a notebook stand in the script, so that they are there on the way back.
  ///   - overwrites: whether a file that is there may be replaced.
  public func convert(_ path: String, to target: String?, keepsOutputs: Bool, overwrites: Bool) -> ExitStatus {
    let isNotebook = path.hasSuffix(".ipynb")
    let base = path.hasSuffix(".mien") ? String(path.dropLast(5)) : isNotebook ? String(path.dropLast(6)) : path
    let target = target ?? base + (isNotebook ? ".mien" : ".ipynb")
    guard let text = notebookText(at: path) else { return .wrong }
    do {
      let converted =
        isNotebook
        ? try Notebook(reading: text, path: path).script(keepsOutputs: keepsOutputs) : Notebook(script: text).text
      guard overwrites || access(target, F_OK) != 0 else {
        problems.report([.alreadyThere(target)])
        return .wrong
      }
      try writeTextFile(target, converted)
      return .success
    } catch let error as UnreadableFile {
      problems.report([.unwritable(target, error.reason)])
      return .failed
    } catch {
      problems.report(error)
      return .wrong
    }
  }

  private func notebookText(at path: String) -> String? {
    do throws(UnreadableFile) { return try readTextFile(path) } catch {
      problems.report([.unreadable(path, error.reason)])
      return nil
    }
  }
}
