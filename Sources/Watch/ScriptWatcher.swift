import CommandLine
import Diagnostics
import Dispatch
import Glibc
import Synchronization

/// Looks at the script every few milliseconds, and now and then at the files that it names; hands on what the script has
/// become.
final class ScriptWatcher: Sendable {
  private let file: ScriptFile
  private let page: Page
  private let follower: Follower
  private let isEnded = Atomic<Bool>(false)
  private let finished = DispatchSemaphore(value: 0)

  /// In microseconds.
  private static let pause: UInt32 = 10_000
  /// Looks at the script for one at the files that it names.
  private static let looksForFiles = 100

  init(_ file: ScriptFile, page: Page, follower: Follower) {
    (self.file, self.page, self.follower) = (file, page, follower)
  }

  /// - Returns: false where the system gives no thread.
  func start() -> Bool {
    WorkerThread { [self] in
      look()
      finished.signal()
    }.start()
  }

  func end() {
    isEnded.store(true, ordering: .relaxed)
    finished.wait()
  }

  private func look() {
    var settling = SettlingStamp(nil)
    var outline: ScriptOutline?
    var looks = 0
    // The first look must not wait for the file to rest.
    _ = settling.look(file.stamp)
    while !isEnded.load(ordering: .relaxed) {
      looks += 1
      if settling.look(file.stamp) {
        outline = read(after: outline)
      } else if looks % Self.looksForFiles == 0, let known = outline {
        // What a statement reads from the disk may have changed although the script has not.
        let again = ScriptOutline(known.source)
        if again.keys != known.keys { outline = adopted(again) }
      }
      usleep(Self.pause)
    }
  }

  private func read(after outline: ScriptOutline?) -> ScriptOutline? {
    do throws(WatchError) {
      let text = try file.read()
      // Saved without a change.
      if let outline, outline.source.text == text, page.problem.isEmpty { return outline }
      return adopted(ScriptOutline(SourceText(name: file.path, text: text)))
    } catch {
      page.tellProblem("\(error.problem)\n\(error.remedy)")
      return outline
    }
  }

  private func adopted(_ outline: ScriptOutline) -> ScriptOutline {
    if let lesson = outline.lesson {
      follower.play(lesson)
    } else {
      page.adopt(outline)
      follower.follow(outline)
    }
    return outline
  }
}
