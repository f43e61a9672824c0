import Basics
import CommandLine
import Graphics
import Synchronization

/// Progress below a cell: one line that is drawn over, and notes that stay.
final class CellProgress: ProgressDisplay {
  private let publisher: Publisher
  private let request: KernelMessage
  private let isSilent: Bool
  private let display = randomName()
  private let isShown = Mutex(false)

  init(publisher: Publisher, request: KernelMessage, isSilent: Bool) {
    self.publisher = publisher
    self.request = request
    self.isSilent = isSilent
  }

  let style = TerminalStyle.plain
  let isDrawnOver = true

  func draw(_ line: String) {
    let isFirst = isShown.withLock { shown in
      defer { shown = true }
      return !shown
    }
    show(line, as: isFirst ? "display_data" : "update_display_data")
  }

  func erase() {
    show("", as: "update_display_data")
  }

  func tell(_ text: String) {
    if !isSilent { publisher.stream("stderr", text, answering: request) }
  }

  private func show(_ line: String, as type: String) {
    guard !isSilent else { return }
    publisher.publish(
      type,
      .object([
        "data": .object(["text/plain": .string(line)]), "metadata": .object([] as [JSONValue.Member]),
        "transient": .object(["display_id": .string(display)]),
      ]), answering: request)
  }
}
