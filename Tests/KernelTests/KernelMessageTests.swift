import Basics
import CommandLine
import Testing

@testable import Kernel

@Suite struct KernelMessageTests {
  private let signature = MessageSignature(key: "secret")

  private func parts(type: String = "kernel_info_request", content: String = "{}") -> [[UInt8]] {
    let signed = ["{\"msg_type\":\"\(type)\",\"msg_id\":\"1\"}", "{}", "{}", content].map { Array($0.utf8) }
    return [Array("client".utf8), Array("<IDS|MSG>".utf8), signature.sign(signed)] + signed
  }

  /// RFC 4231, test case 2.
  @Test func signsAsTheStandardSays() {
    let code = MessageSignature(key: "Jefe").sign([Array("what do ya want ".utf8), Array("for nothing?".utf8)])
    #expect(
      String(decoding: code, as: UTF8.self) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test func readsWhatIsSigned() throws {
    let message = try KernelMessage(parts: parts(content: "{\"code\":\"1\"}"), signature: signature)
    #expect(message.type == "kernel_info_request" && message.identities == [Array("client".utf8)])
    #expect(message.content["code"]?.string == "1")
  }

  @Test func refusesWhatIsNot() {
    var altered = parts()
    altered[6] = Array("{\"code\":\"2\"}".utf8)
    #expect(throws: KernelMessage.Defect.wrongSignature) { try KernelMessage(parts: altered, signature: signature) }
    #expect(throws: KernelMessage.Defect.noDelimiter) { try KernelMessage(parts: [[1], [2]], signature: signature) }
    #expect(throws: KernelMessage.Defect.tooFewParts) {
      try KernelMessage(parts: Array(parts().prefix(4)), signature: signature)
    }
    var broken = [Array("{".utf8), Array("{}".utf8), Array("{}".utf8), Array("{}".utf8)]
    broken.insert(signature.sign(broken), at: 0)
    broken.insert(Array("<IDS|MSG>".utf8), at: 0)
    #expect(throws: KernelMessage.Defect.self) { try KernelMessage(parts: broken, signature: signature) }
  }

  /// A client compares the parent's header with what it sent.
  @Test func answersWithTheVeryHeader() throws {
    let request = try KernelMessage(parts: parts(), signature: signature)
    let reply = KernelMessage("kernel_info_reply", .object([]), answering: request, to: [], session: "s")
    let sent = reply.parts(signature)
    #expect(sent[3] == request.header)
    let again = try KernelMessage(parts: sent, signature: signature)
    #expect(again.type == "kernel_info_reply")
  }
}

@Suite struct ConnectionFileTests {
  private func file(_ text: String) throws(KernelError) -> ConnectionFile {
    try ConnectionFile(path: "c.json", text: text)
  }

  private let ports = """
    "shell_port":1,"control_port":2,"stdin_port":3,"iopub_port":4,"hb_port":5
    """

  @Test func readsWhatJupyterWrites() throws {
    let found = try file("{\"transport\":\"tcp\",\"ip\":\"127.0.0.1\",\"key\":\"k\",\(ports)}")
    #expect(found.endpoint(.heartbeat) == "tcp://127.0.0.1:5" && found.key == "k")
    #expect(try file("{\"transport\":\"ipc\",\"ip\":\"/run/k\",\(ports)}").endpoint(.shell) == "ipc:///run/k-1")
  }

  @Test func saysWhatIsMissing() {
    #expect(throws: KernelError.unreadableConnection("c.json", reason: "it has no \"ip\"")) {
      try file("{\"transport\":\"tcp\",\(ports)}")
    }
    #expect(throws: KernelError.unreadableConnection("c.json", reason: "its \"hb_port\" is no port")) {
      try file("{\"transport\":\"tcp\",\"ip\":\"127.0.0.1\",\(ports.replacing("5", with: "70000"))}")
    }
    #expect(throws: KernelError.self) { try file("") }
  }

  /// Whoever could reach it could run programs.
  @Test func othersMustSign() {
    #expect(throws: KernelError.unsignedConnection(address: "0.0.0.0")) {
      try file("{\"transport\":\"tcp\",\"ip\":\"0.0.0.0\",\(ports)}")
    }
  }
}
