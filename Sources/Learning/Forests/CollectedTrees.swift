import Synchronization

/// Trees as threads finish them, in their order.
final class CollectedTrees: Sendable {
  private let trees: Mutex<(list: [GrownTree?], done: Int)>

  init(count: Int) {
    trees = Mutex(([GrownTree?](repeating: nil, count: count), 0))
  }

  func put(_ tree: GrownTree, at place: Int) {
    trees.withLock {
      $0.list[place] = tree
      $0.done += 1
    }
  }

  var done: Int { trees.withLock { $0.done } }
  var all: [GrownTree] { trees.withLock { $0.list.compactMap(\.self) } }
}
