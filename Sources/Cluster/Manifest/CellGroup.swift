import Basics
import Plans

/// Cells that are claimed together, because they share a beginning; or that beginning itself.
public struct CellGroup: Codable, Sendable, Equatable {
  /// Their places in the manifest. Of a beginning, one cell that begins with it.
  public var cells: [Int]
  /// The group that makes the rows that all splits share, which is to be done first; nil of such a group itself.
  public var beginning: Int?
  /// What those rows are kept under, in hexadecimal digits: the same on every machine that sees the same data.
  public var beginningKey: String
  /// How much of what makes its rows the group before it makes too: 1 for what all splits share, 2 for the split, one more
  /// for each stage that learns on it.
  public var shared: Int?

  /// Whether it makes rows that all splits share, rather than predictions.
  public var isBeginning: Bool { beginning == nil }

  /// Cells cut into groups: first every beginning, then the cells split by split, those next to each other that share
  /// the most. A worker that goes through neighbouring groups finds in its memory what they share.
  ///
  /// Groups are small, so that the last workers do not wait for one; but cells on the same rows stay together, since what
  /// a model prepares of its rows (a kernel, binned columns) is never written to the disk.
  /// - Parameter paths: of each cell what its rows are kept under, from what all splits share to the rows before the model.
  package static func groups(_ cells: [Manifest.Cell], paths: [[Digest]]) -> [CellGroup] {
    var beginnings: [Digest: Int] = [:]
    var groups: [CellGroup] = []
    for index in cells.indices {
      guard let first = paths[index].first, beginnings[first] == nil else { continue }
      beginnings[first] = groups.count
      groups.append(CellGroup(cells: [index], beginning: nil, beginningKey: first.hexadecimal))
    }
    // Whatever is shared is named by where it is met first, which does not depend on what digests happen to be.
    var ranks: [Digest: Int] = [:]
    for path in paths { for key in path where ranks[key] == nil { ranks[key] = ranks.count } }
    func order(_ index: Int) -> [Int] {
      let path = paths[index].map { ranks[$0] ?? 0 }
      // Rows that end here come before those that go on from here, and are not mixed with them.
      return [path.first ?? 0, cells[index].split] + path.dropFirst() + [-1, index]
    }
    let orders = cells.indices.map(order)
    let sorted = cells.indices.sorted { orders[$0].lexicographicallyPrecedes(orders[$1]) }
    let most = largest(of: cells.count)
    for index in sorted {
      guard let first = paths[index].first, let beginning = beginnings[first] else { continue }
      if let last = groups.last, let neighbour = last.cells.last, !last.isBeginning, last.cells.count < most,
        paths[neighbour].last == paths[index].last, cells[neighbour].split == cells[index].split
      {
        groups[groups.count - 1].cells.append(index)
      } else {
        let before = groups.last.flatMap { $0.isBeginning ? nil : $0.cells.last }.map { orders[$0].dropLast() } ?? []
        let shared = zip(before, orders[index].dropLast()).prefix { $0 == $1 }.count
        groups.append(
          CellGroup(cells: [index], beginning: beginning, beginningKey: first.hexadecimal, shared: shared))
      }
    }
    return groups
  }

  private static func largest(of count: Int) -> Int {
    max(2, min(16, count / 32))
  }
}
