import Basics
import Testing

@testable import LanguageServer

@Suite struct ClientMessageTests {
  private func read(_ text: String) throws(ResponseError) -> ClientMessage {
    try ClientMessage(parsing: Array(text.utf8))
  }

  @Test func kindsAreToldApart() throws {
    guard case .request(.text("a"), "m", .object) = try read(#"{"id":"a","method":"m","params":{}}"#) else {
      Issue.record("no request")
      return
    }
    guard case .notification("m", .null) = try read(#"{"method":"m"}"#) else {
      Issue.record("no notification")
      return
    }
    guard case .response = try read(#"{"id":1,"result":null}"#) else {
      Issue.record("no response")
      return
    }
  }

  @Test(arguments: [
    ("{", ResponseError.Code.parseError, RequestID?.none), ("[]", .invalidRequest, nil),
    (#"{"id":7,"method":3}"#, .invalidRequest, .number(7)), (#"{"id":7}"#, .invalidRequest, .number(7)),
    (#"{"id":1.5,"method":"m"}"#, .invalidRequest, nil), (#"{"id":"\ud800","method":"m"}"#, .parseError, nil),
  ])
  func whatIsNoMessageIsTold(text: String, code: ResponseError.Code, id: RequestID?) {
    do throws(ResponseError) {
      _ = try read(text)
      Issue.record("\(text) is a message")
    } catch {
      #expect(error.code == code)
      #expect(error.id == id)
    }
  }
}
