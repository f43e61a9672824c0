import Glibc

/// The three streams that every program expects to have.
public enum StandardStreams {
  /// Fills the places of those that are closed. Otherwise the first file that is opened gets the number of the one that is
  /// missing, and what is meant for the terminal is written into it: into the cache, or over a result. What stands in for
  /// an output can only be read, so that writing to it fails as it would have.
  public static func occupyClosed() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is given, and those below are taken by now.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
