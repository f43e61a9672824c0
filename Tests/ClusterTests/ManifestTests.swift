import Basics
import Foundation
import Plans
import TestSupport
import Testing

@testable import Cluster

@Suite struct ManifestTests {
  @Test func whatIsWrittenIsRead() throws {
    let sweep = try ToySweep(cells: 7)
    #expect(try Manifest(reading: sweep.folder.manifestPath) == sweep.manifest)
    #expect(sweep.folder.cache == sweep.temporary.path)
  }

  @Test func anotherVersionIsToldByName() throws {
    let sweep = try ToySweep(cells: 2)
    var other = sweep.manifest
    other.version = "99.0"
    try other.write(to: sweep.folder.manifestPath)
    #expect(throws: ClusterError.otherVersion(manifest: "99.0", program: mienVersion)) {
      try Manifest(reading: sweep.folder.manifestPath)
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"version\":\"0.1.0\"}", "MIEN", "{\"format\":1}"])
  func whatIsNoManifestIsTold(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "manifest.json")
    #expect(throws: ClusterError.self) { try Manifest(reading: path) }
    #expect(throws: ClusterError.self) { try Manifest(reading: path + "-not") }
  }

  /// Numbers that name nothing would end the program where they are used.
  @Test func aManifestThatNamesWhatIsNotThereIsTold() throws {
    let sweep = try ToySweep(cells: 4)
    let changes: [(inout Manifest) -> Void] = [
      { $0.cells[1].part = 1 }, { $0.cells[1].plan = 3 }, { $0.cells[1].split = -1 }, { $0.cells[0].key = "xy" },
      { $0.groups[1].cells = [99] }, { $0.groups[1].cells = [] }, { $0.groups[1].beginning = 9 },
      { $0.timing.expiry = 0 }, { $0.format = 2 },
    ]
    for change in changes {
      var wrong = sweep.manifest
      change(&wrong)
      try wrong.write(to: sweep.folder.manifestPath)
      #expect(throws: ClusterError.self) { try Manifest(reading: sweep.folder.manifestPath) }
    }
  }

  @Test func aSweepIsFoundByItsFirstDigitsOrItsPath() throws {
    let sweep = try ToySweep(cells: 2)
    let cache = sweep.temporary.path
    for name in [nil, sweep.manifest.shortID, sweep.folder.path, sweep.folder.manifestPath] {
      #expect(try SweepFolder.find(name, inCache: cache).path == sweep.folder.path)
    }
    for name in ["zz", "", cache] {
      #expect(throws: ClusterError.unknownSweep(name)) { try SweepFolder.find(name, inCache: cache) }
    }
    #expect(throws: ClusterError.self) { try SweepFolder.find(nil, inCache: cache + "/not") }
  }

  @Test func cellsThatShareABeginningAreNeighbours() {
    // Two plans that share their first rows, one that begins otherwise; two splits each.
    let cells = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)].map { plan, split in
      Manifest.Cell(part: 0, plan: plan, split: split, key: Digest("\(plan)", "\(split)").hexadecimal)
    }
    let paths = cells.map { cell -> [Digest] in
      cell.plan == 2
        ? [Digest("other")] : [Digest("base"), Digest("pca", "\(cell.split)")]
    }
    let groups = CellGroup.groups(cells, paths: paths)
    #expect(groups.prefix(2).map(\.isBeginning) == [true, true])
    #expect(groups.dropFirst(2).map(\.cells) == [[0, 2], [1, 3], [4], [5]])
    #expect(groups.dropFirst(2).map(\.beginning) == [0, 0, 1, 1])
    #expect(groups.map(\.shared) == [nil, nil, 0, 1, 0, 1])
  }

  /// Two splits of three `pca`, each with and without `smote`: who comes second begins with a split, then with a `pca`, and
  /// what is just learnt is not learnt a second time until a moment has passed.
  @Test func whoComesSecondBeginsWhereGroupsShareLeast() throws {
    let cells = (0..<24).map { index in
      Manifest.Cell(part: 0, plan: index % 12, split: index / 12, key: Digest("\(index)").hexadecimal)
    }
    let paths = cells.map { cell -> [Digest] in
      let rows = [Digest("base"), Digest("pca", "\(cell.plan / 4)", "\(cell.split)")]
      return cell.plan / 2 % 2 == 0 ? rows : rows + [Digest("smote", "\(cell.plan / 4)", "\(cell.split)")]
    }
    let groups = CellGroup.groups(cells, paths: paths)
    #expect(groups.map(\.shared) == [nil, 0, 3, 2, 3, 2, 3, 1, 3, 2, 3, 2, 3])
    func next(_ held: Set<Int>, free: Set<Int>, patience: Double = 3600) -> Int? {
      var chooser = GroupChooser(groups, patience: patience)
      chooser.update(
        .init(standings: groups.indices.map { held.contains($0) ? .claimed(1) : free.contains($0) ? .free : .done }))
      return chooser.next()
    }
    #expect(next([1], free: Set(2...12)) == 7, "the second split")
    #expect(next([7], free: Set(8...12)) == 11, "another pca")
    #expect(next([11], free: [12]) == nil && next([11], free: [12], patience: 0) == 12)
    #expect(next([], free: [12]) == 12)
  }

  @Test func aChooserGoesOnWhereItWasAndFarFromOthers() throws {
    let groups = try ToySweep(cells: 20).manifest.groups
    var chooser = GroupChooser(groups)
    #expect(chooser.next() == 0, "the beginning comes first")
    chooser.noteTaken(0)
    #expect(chooser.next() == nil, "nobody can begin before it")
    chooser.update(.init(standings: [.done] + [ClaimBoard.Standing](repeating: .free, count: 10)))
    chooser.noteDone(0)
    #expect(chooser.next() == 1)
    chooser.noteDone(3)
    #expect(chooser.next() == 4)
    var second = GroupChooser(groups)
    second.update(.init(standings: [.done, .claimed(1)] + [ClaimBoard.Standing](repeating: .free, count: 9)))
    #expect(second.next() == 6, "in the middle of what the first comes towards")
    second.update(.init(standings: [ClaimBoard.Standing](repeating: .done, count: 11)))
    #expect(second.next() == nil && second.isAllDone)
  }

  @Test func whereMostIsLeftOthersJoin() throws {
    let key = Digest("base").hexadecimal
    let groups = [
      CellGroup(cells: [0], beginning: nil, beginningKey: key),
      CellGroup(cells: [0, 1, 2], beginning: 0, beginningKey: key),
      CellGroup(cells: [3, 4], beginning: 0, beginningKey: key), CellGroup(cells: [5], beginning: 0, beginningKey: key),
    ]
    var chooser = GroupChooser(groups)
    func toJoin(_ standings: [ClaimBoard.Standing], begun: [Int: Set<Int>] = [:]) -> [Int]? {
      chooser.update(.init(standings: standings, begun: begun))
      return chooser.nextToJoin().map { [$0.group, $0.number] }
    }
    #expect(toJoin([.claimed(1), .free, .free, .free]) == nil, "beginnings are one worker's")
    #expect(toJoin([.done, .claimed(1), .claimed(2), .claimed(1)]) == [1, 1])
    #expect(toJoin([.done, .claimed(1), .claimed(2), .claimed(1)], begun: [1: [0, 2], 2: []]) == [2, 2])
    #expect(toJoin([.done, .claimed(1), .done, .claimed(1)], begun: [1: [0, 1, 2]]) == nil)
    chooser.noteJoined(2, avoidingUntil: .now + .seconds(3600))
    #expect(toJoin([.done, .claimed(1), .claimed(2), .claimed(1)], begun: [1: [0, 2], 2: []]) == [1, 1])
  }

  @Test func whatWasGivenBackIsLeftToOthersForAWhile() throws {
    let standings = [ClaimBoard.Standing.done] + [ClaimBoard.Standing](repeating: .free, count: 10)
    var chooser = GroupChooser(try ToySweep(cells: 20).manifest.groups)
    chooser.update(.init(standings: standings))
    #expect(chooser.next() == 1)
    chooser.noteGivenBack(1, avoidingUntil: .now + .seconds(3600))
    chooser.update(.init(standings: standings))
    #expect(chooser.next() == 2)
    chooser.noteGivenBack(1, avoidingUntil: .now)
    chooser.update(.init(standings: standings))
    #expect(chooser.next() == 1, "until the time has come")
  }
}
