import Basics
import Glibc
import Plans

/// Makes the kernel known to Jupyter: a folder with a specification that names the program to start, and what colours cells.
///
/// Source: Jupyter's documentation of kernels, "Kernel specs".
public struct KernelInstallation: Sendable {
  /// Where Jupyter looks for kernels.
  public enum Place: Sendable, Equatable {
    /// For whoever runs this: Jupyter's own data folder of this user.
    case user
    /// Below a folder such as a virtual environment's.
    case prefix(String)
  }

  private let place: Place
  private let environment: @Sendable (String) -> String?

  public init(_ place: Place, environment: @escaping @Sendable (String) -> String? = environmentVariable(_:)) {
    self.place = place
    self.environment = environment
  }

  /// The folder of the specification; nil where this user has no home.
  public var folder: String? { dataFolder.map { $0 + "/kernels/mien" } }

  /// Where Jupyter looks for what others add to it.
  private var dataFolder: String? {
    switch place {
    case .prefix(let prefix): return prefix + "/share/jupyter"
    case .user:
      func set(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
      return set("JUPYTER_DATA_DIR") ?? set("XDG_DATA_HOME").map { $0 + "/jupyter" }
        ?? set("HOME").map { $0 + "/.local/share/jupyter" }
    }
  }

  /// Writes the specification, over an earlier one.
  /// - Parameter program: the kernel's, by its whole path.
  /// - Returns: the folder.
  /// - Throws: `KernelError.noKernelProgram` where it is missing, `.notInstalled` where the folder cannot be written.
  public func install(program: String) throws(KernelError) -> String {
    guard access(program, X_OK) == 0 else { throw .noKernelProgram(expected: program) }
    guard let dataFolder, let folder else {
      throw .notInstalled("~/.local/share/jupyter", reason: "there is no home folder")
    }
    let kernel = [("kernel.json", Self.specification(program: program).text + "\n"), ("logo-svg.svg", Self.logo)]
    let colours = "\(dataFolder)/labextensions/\(NotebookHighlighting.name)"
    for (path, text) in kernel.map({ ("\(folder)/\($0)", $1) })
      + NotebookHighlighting.files.map({ ("\(colours)/\($0)", $1) })
    {
      do throws(SystemError) { try Self.write(text, to: path) } catch {
        throw .notInstalled(path, reason: error.reason)
      }
    }
    return folder
  }

  /// Writes a file whole or not at all, and the folders that it lies in.
  private static func write(_ text: String, to path: String) throws(SystemError) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      made += "/" + part
      if !isPresentFolder(made) { try makeFolder(made) }
    }
    let file = try AtomicFile<SystemError>(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  }

  static func specification(program: String) -> JSONValue {
    .object([
      "argv": .strings([program, "--connection-file", "{connection_file}"]), "display_name": .string("Mien"),
      "language": .string("mien"), "interrupt_mode": .string("message"),
      "metadata": .object(["debugger": .boolean(false)]),
    ])
  }

  /// Two faces of one: a circle, half of it dark.
  private static let logo = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#56b4e9"/>\
    <path d="M32 2a30 30 0 0 1 0 60z" fill="#0072b2"/><circle cx="22" cy="26" r="4" fill="#fff"/>\
    <circle cx="42" cy="26" r="4" fill="#fff"/><path d="M18 42q14 12 28 0" fill="none" stroke="#fff" stroke-width="4" \
    stroke-linecap="round"/></svg>

    """
}

extension Host {
  /// Makes the kernel known to Jupyter, and says what to do next.
  /// - Parameter program: the kernel's, by its whole path.
  public func installKernel(_ place: KernelInstallation.Place, program: String) -> ExitStatus {
    do throws(KernelError) {
      let folder = try KernelInstallation(place).install(program: program)
      return show(
        Document(
          kind: "kernel",
          blocks: [
            .text("Jupyter knows Mien now: \(folder)"), .text("`jupyter lab` offers it for new notebooks."),
          ], fields: [("folder", .text(folder))]))
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }

  /// Tells what kept the kernel from starting.
  public func report(_ error: KernelError) -> ExitStatus {
    problems.report(error)
    return ExitStatus(of: error)
  }
}
