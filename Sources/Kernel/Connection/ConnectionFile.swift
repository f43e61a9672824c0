import Basics
import CommandLine
import Interpreter

/// Where a notebook waits for a kernel: what the file says that Jupyter hands to each kernel it starts.
///
/// Source: Jupyter's documentation of kernels, "Connection files".
public struct ConnectionFile: Sendable, Equatable {
  /// The five sockets of a kernel.
  public enum Channel: String, Sendable, CaseIterable {
    case shell, control, stdin, iopub
    case heartbeat = "hb"
  }

  public let transport: String
  public let address: String
  public let ports: [Channel: Int]
  /// What messages are signed with; empty where they are not.
  public let key: String

  /// - Throws: `KernelError.unreadableConnection` where the file is missing, no JSON, or lacks what a kernel needs;
  ///   `.unsignedConnection` where messages from other machines would be taken unsigned.
  public init(path: String) throws(KernelError) {
    let text: String
    do throws(UnreadableFile) { text = try readTextFile(path) } catch {
      throw .unreadableConnection(path, reason: error.reason)
    }
    try self.init(path: path, text: text)
  }

  init(path: String, text: String) throws(KernelError) {
    let json: JSONValue
    do throws(MalformedJSON) { json = try JSONValue(parsing: Array(text.utf8)) } catch {
      throw .unreadableConnection(path, reason: "it is no JSON: \(error.reason) at byte \(error.offset)")
    }
    func named(_ name: String) throws(KernelError) -> JSONValue {
      guard let value = json[name] else { throw .unreadableConnection(path, reason: "it has no \"\(name)\"") }
      return value
    }
    transport = try named("transport").string ?? ""
    guard ["tcp", "ipc"].contains(transport) else {
      throw .unreadableConnection(path, reason: "its transport is neither \"tcp\" nor \"ipc\"")
    }
    address = try named("ip").string ?? ""
    var ports: [Channel: Int] = [:]
    for channel in Channel.allCases {
      guard let port = try named("\(channel.rawValue)_port").int, (1...65_535).contains(port) else {
        throw .unreadableConnection(path, reason: "its \"\(channel.rawValue)_port\" is no port")
      }
      ports[channel] = port
    }
    self.ports = ports
    key = json["key"]?.string ?? ""
    let scheme = json["signature_scheme"]?.string ?? Self.scheme
    guard scheme == Self.scheme else {
      throw .unreadableConnection(path, reason: "its signature scheme is \"\(scheme)\"; mien signs by \(Self.scheme)")
    }
    let isLocal = transport == "ipc" || address.hasPrefix("127.") || address == "localhost" || address == "::1"
    guard isLocal || !key.isEmpty else { throw .unsignedConnection(address: address) }
  }

  private static let scheme = "hmac-sha256"

  /// As ZeroMQ names it: "tcp://127.0.0.1:5555" or "ipc:///run/kernel-1".
  func endpoint(_ channel: Channel) -> String {
    let port = ports[channel] ?? 0
    return transport == "ipc"
      ? "ipc://\(address)-\(port)" : "tcp://\(address == "localhost" ? "127.0.0.1" : address):\(port)"
  }
}
