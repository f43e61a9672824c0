import CommandLine
import Glibc
import Lessons

extension Host {
  /// `mien watch`: serves a page on this machine alone that follows a script, or plays a lesson, until it is interrupted.
  ///
  /// What is running is stopped then; what had been computed is kept.
  /// - Parameters:
  ///   - path: the script; where there is no such file, the name of a lesson.
  ///   - port: nil takes one that is free.
  public func watch(_ path: String, port: Int? = nil) -> ExitStatus {
    do throws(WatchError) {
      let file = ScriptFile(path: path)
      let lesson = file.stamp == nil ? LessonLibrary.lesson(path) : nil
      if lesson == nil { _ = try file.read() }
      guard let wakeUp = WakeUp() else {
        throw .cannotListen(port: port ?? 0, reason: String(cString: strerror(errno)))
      }
      Interruption.install(for: .prompt)
      let page = Page { wakeUp.wake() }
      let knobs = KnobTurning(file: file)
      let follower = Follower(page: page)
      let desk = LessonDesk(follower: follower)
      let server = try PageServer(page: page, port: port ?? 0, wakeUp: wakeUp, enterLesson: desk.answer) {
        knobs.answer($0)
      }
      let watcher = lesson == nil ? ScriptWatcher(file, page: page, follower: follower) : nil
      guard follower.start(host: self, lessonStore: .ofThisUser()), watcher?.start() ?? true else { throw .noThread }
      if let lesson { follower.play(lesson) }
      output.tell(
        """
        \(path) is \(lesson == nil ? "followed" : "played") at
          \(server.guardian.address)
        The address is for you alone: who has it reads the page and moves its sliders. Ctrl-C ends it.

        """)
      server.run { Interruption.isRequested }
      watcher?.end()
      // A stage that does not listen must not keep the shell waiting; what was computed before it is kept.
      guard follower.end() else { _exit(ExitStatus.interrupted.code) }
      return .success
    } catch { return report(error) }
  }
}
