import Basics
import Glibc

/// A child process that takes away the unfinished folders of this process if it is killed while it writes one. A file
/// can go without a name until it is whole (`AtomicFile`), a folder cannot, and no handler runs at SIGKILL.
///
/// The child waits for a line on a pipe of which only this process has the other end. The end of the pipe without a line
/// is the end of this process, however it came about. In a session of its own, it is not met by what is sent to the group
/// of this process. Where no child can be started, the next `save` takes away what is left over (`UnfinishedParts`).
final class AbandonedFolderGuard {
  private let writer: Int32
  private let child: pid_t

  static let script = "read -r done || rm -rf -- \"$1.$2\"-*.part"

  /// Starts before the folder is made, so that there is no moment between. Cost: about a millisecond.
  /// - Parameter final: where the folder is to be when it is complete.
  /// - Returns: nil where no child can be started.
  init?(besides final: String) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    // No other child may hold the end that is written to.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let final = Paths.absolute(final.count > 1 && final.hasSuffix("/") ? String(final.dropLast()) : final)
    let started = Self.start(["sh", "-c", Self.script, "sh", final, String(getpid())], input: ends[0])
    close(ends[0])
    guard let started else {
      close(ends[1])
      return nil
    }
    writer = ends[1]
    child = started
  }

  deinit {
    var line = UInt8(ascii: "\n")
    _ = write(writer, &line, 1)
    close(writer)
    while waitpid(child, nil, 0) < 0, errno == EINTR {}
  }

  private static func start(_ arguments: [String], input: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    // Who reads the output of this process must not wait for the child.
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // POSIX_SPAWN_SETSID of spawn.h, which Swift does not import.
    posix_spawnattr_setflags(&attributes, 0x80)
    let copies = arguments.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var child: pid_t = 0
    return posix_spawn(&child, "/bin/sh", &actions, &attributes, copies + [nil], environ) == 0 ? child : nil
  }
}
