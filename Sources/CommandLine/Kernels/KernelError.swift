import Numerics

/// What keeps a kernel from being installed, or from being reached by a notebook.
public enum KernelError: ExplainableError, Equatable {
  case unreadableConnection(String, reason: String)
  case unsignedConnection(address: String)
  case cannotListen(String, reason: String)
  case noKernelProgram(expected: String)
  case notInstalled(String, reason: String)

  public static let samples: [Self] = [
    .unreadableConnection("connection.json", reason: "it has no \"shell_port\""),
    .unsignedConnection(address: "192.0.2.1"),
    .cannotListen("tcp://127.0.0.1:5555", reason: "Address already in use"),
    .noKernelProgram(expected: "mien-kernel"), .notInstalled("kernels/mien", reason: "Permission denied"),
  ]

  private static let idea = """
    A notebook talks to a kernel over sockets. Jupyter picks the sockets, writes them to a connection file, and starts \
    the kernel that `mien kernel install` has made known to it; nobody needs to write such a file by hand.
    """

  public var entry: ErrorEntry {
    switch self {
    case .unreadableConnection(let path, let reason):
      ErrorEntry(
        "E1801", "the connection file \"\(path)\" cannot be used: \(reason)",
        remedy: "start the kernel from Jupyter, which writes this file, or give a file that `jupyter kernel` wrote",
        explanation: Self.idea)
    case .unsignedConnection(let address):
      ErrorEntry(
        "E1802", "the connection at \(address) can be reached from other machines, and its messages are not signed",
        remedy: "give it a \"key\", or an address of this machine alone such as 127.0.0.1",
        explanation: Self.idea + " Whoever can send it messages can run programs and read files, so they are signed.")
    case .cannotListen(let endpoint, let reason):
      ErrorEntry(
        "E1803", "nothing can listen at \(endpoint): \(reason)",
        remedy: "start the kernel again from Jupyter, which picks other ports", explanation: Self.idea)
    case .noKernelProgram(let expected):
      ErrorEntry(
        "E1804", "the kernel's program is not there: \(expected)",
        remedy: "build it beside `mien`: swift build -c release --product mien-kernel",
        explanation: Self.idea + " The kernel is a program of its own, so that it need not carry the prompt with it.")
    case .notInstalled(let path, let reason):
      ErrorEntry(
        "E1805", "the kernel could not be made known to Jupyter in \(path): \(reason)",
        remedy: "give a folder that may be written with --prefix, or leave --prefix out to install it for you alone",
        explanation: Self.idea)
    }
  }
}
