import Basics

/// What a person can do in a lesson now.
struct LessonOffer: Sendable, Equatable {
  /// Answers that can be chosen by a letter.
  var choices: [String]
}

/// Takes what is entered on the page of a lesson.
struct LessonDesk: Sendable {
  let follower: Follower

  /// - Parameter body: JSON: the `entry`.
  func answer(_ body: [UInt8]) -> HTTPResponse {
    guard let entry = (try? JSONValue(parsing: body))?["entry"]?.string else { return HTTPResponse(refusing: 400) }
    guard follower.enter(entry) else {
      return HTTPResponse(409, Array("no lesson is played here, or what was entered last still runs\n".utf8))
    }
    return HTTPResponse(204, [])
  }
}
