import Basics

/// Which rows hold what an earlier one holds, by the hashes of their content.
struct RepeatedRows {
  /// Of each row, the first one of the same content: itself, where it is that.
  let first: [Int32]

  /// Cost: a look-up a row in a table of twice as many places, since the hashes need no hashing of their own.
  init(_ hashes: [Digest]) {
    var size = 16
    while size < hashes.count * 2 { size *= 2 }
    let mask = UInt64(size - 1)
    first = [Int32](unsafeUninitializedCapacity: hashes.count) { target, count in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { table in
        table.initialize(repeating: -1)
        for (row, hash) in hashes.enumerated() {
          var place = Int(truncatingIfNeeded: hash.low & mask)
          while table[place] >= 0, hashes[Int(table[place])] != hash {
            place = Int(truncatingIfNeeded: UInt64(place + 1) & mask)
          }
          if table[place] < 0 { table[place] = Int32(truncatingIfNeeded: row) }
          target[row] = table[place]
        }
      }
      count = hashes.count
    }
  }
}
