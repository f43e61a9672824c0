/// Which of the texts before each text now is, or has come from, so that what came of a cell stays with it while it is
/// edited, moved down by a new cell above, or has a neighbour removed.
///
/// Equal texts at both ends belong together; between them equal texts in order, then what is left, one after another.
/// - Returns: for each new text the place of its old one; nil where it has none. No place twice.
/// Cost: linear but for texts that stand many times.
func alignment(of old: [String], to new: [String]) -> [Int?] {
  var places = [Int?](repeating: nil, count: new.count)
  var start = 0
  while start < min(old.count, new.count), old[start] == new[start] {
    places[start] = start
    start += 1
  }
  var ends = (old: old.count, new: new.count)
  while ends.old > start, ends.new > start, old[ends.old - 1] == new[ends.new - 1] {
    ends = (ends.old - 1, ends.new - 1)
    places[ends.new] = ends.old
  }
  var standing: [String: [Int]] = [:]
  for index in (start..<ends.old).reversed() { standing[old[index], default: []].append(index) }
  var taken: Set<Int> = []
  for index in start..<ends.new {
    guard let place = standing[new[index]]?.popLast() else { continue }
    places[index] = place
    taken.insert(place)
  }
  var free = (start..<ends.old).filter { !taken.contains($0) }[...]
  for index in start..<ends.new where places[index] == nil { places[index] = free.popFirst() }
  return places
}
