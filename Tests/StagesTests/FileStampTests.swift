import Foundation
import TestSupport
import Testing

@testable import Stages

struct FileStampTests {
  @Test func aStampTellsWhatWasAddedChangedOrTakenAwayAtAnyDepth() throws {
    let folder = try TemporaryFolder()
    // More files than one thread looks at.
    for index in 0..<600 { try folder.write("\(index)", to: "a/b/\(index).txt") }
    // The digest alone: behind it stands the time, where something is younger than a second.
    func digest() -> Substring { fileStamp(folder.path).prefix(32) }
    let first = digest()
    #expect(first.count == 32 && digest() == first)
    try folder.write("more", to: "a/b/7.txt")
    let changed = digest()
    #expect(changed != first)
    try FileManager.default.removeItem(atPath: folder.path("a/b/8.txt"))
    let less = digest()
    #expect(less != changed)
    try FileManager.default.createSymbolicLink(atPath: folder.path("a/b/up"), withDestinationPath: folder.path)
    #expect(digest() != less)
    #expect(fileStamp(folder.path("nothing")).isEmpty)
  }
}
