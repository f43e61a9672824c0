import Numerics
import Testing

@testable import Imaging
@testable import SyntheticFaces

struct SyntheticFacesTests {
  private func faces(
    intensity: Double = 0.3, bias: Double = 0, seed: UInt64 = 3, count: Int = 90
  ) throws -> SyntheticFaces {
    try SyntheticFaces(count: count, subjects: 9, intensity: intensity, bias: bias, size: 40, seed: seed)
  }

  @Test func sameWishesSameBytesOnAnyNumberOfThreads() throws {
    let faces = try faces(count: 200)
    let one = try faces.render()
    let two = try faces.render(context: ExecutionContext(threads: 2))
    #expect(one.images == two.images)
    #expect(one.labels == two.labels)
    #expect(one.subjects == two.subjects)
    #expect(one.groups == two.groups)
    #expect(try self.faces(seed: 4, count: 200).render().images != one.images)
  }

  /// Bytes must stay the same for ever: results that were published depend on them.
  @Test func theSheetIsTheOneItAlwaysWas() throws {
    let set = try SyntheticFaces(count: 24, subjects: 6, intensity: 0.8, bias: 0.5, seed: 2002).render()
    let checksum = set.images.bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    #expect(checksum == 8_766_223_453_635_939_590)
  }

  /// Frames of a moment are alike and not the same; a moment has one subject and one emotion.
  @Test func framesOfOneMomentDifferLittle() throws {
    let faces = try SyntheticFaces(count: 42, classes: ["happy", "sad"], subjects: 3, frames: 4, size: 32, seed: 2)
    let rows = faces.rows()
    let moments = Dictionary(grouping: rows.indices) { rows[$0].moment ?? -1 }
    #expect(moments.count == 12 && moments.values.map(\.count).sorted() == [1, 1] + [Int](repeating: 4, count: 10))
    #expect(moments.values.allSatisfy { Set($0.map { "\(rows[$0].emotion) \(rows[$0].subject)" }).count == 1 })
    let bytes = try faces.render().images.bytes
    func distance(_ a: Int, _ b: Int) -> Int {
      (0..<1024).reduce(0) { $0 + abs(Int(bytes[a * 1024 + $1]) - Int(bytes[b * 1024 + $1])) }
    }
    for row in rows.indices where moments[rows[row].moment ?? -1]?.count == 4 {
      let others = rows.indices.filter { $0 != row }.sorted { distance(row, $0) < distance(row, $1) }
      #expect(others.prefix(3).allSatisfy { rows[$0].moment == rows[row].moment } && distance(row, others[0]) > 0)
    }
    #expect(throws: SyntheticFaceError.subjectsOutOfRange(subjects: 3, count: 2)) {
      try SyntheticFaces(count: 8, classes: ["sad"], subjects: 3, frames: 4)
    }
    #expect(throws: SyntheticFaceError.self) { try SyntheticFaces(count: 8, subjects: 1, frames: 0) }
  }

  @Test func hasTheCountsAskedFor() throws {
    let set = try SyntheticFaces(
      counts: [("surprise", 5), ("anger", 12), ("sad", 0), ("happy", 3)], subjects: 4, size: 32
    ).render()
    #expect(set.labels.names == ["anger", "happy", "sad", "surprise"])
    #expect(set.labels.counts == [12, 3, 0, 5])
    #expect(set.images.count == 20)
    #expect(set.images.commonShape == ImageStack.Shape(width: 32, height: 32, channels: 1))
    #expect(set.subjects.count == 20)
    #expect(set.groups.count == 20)
  }

  @Test func sharesCountsEvenly() throws {
    let set = try SyntheticFaces(count: 10, classes: ["happy", "sad", "fear"], subjects: 2, size: 32).render()
    #expect(set.labels.names == ["fear", "happy", "sad"])
    #expect(set.labels.counts == [3, 4, 3])
  }

  @Test func subjectsAndClassesAreCrossed() throws {
    let rows = try SyntheticFaces(count: 8 * 27, subjects: 9).rows()
    for subject in 0..<9 {
      for emotion in Emotion.allCases {
        #expect(rows.filter { $0 == SyntheticFaces.Row(emotion: emotion, subject: subject) }.count == 3)
      }
    }
  }

  @Test func aSubjectHasOneGroupAndGroupsAreEven() throws {
    let set = try faces().render()
    var groupOf: [String: Set<String>] = [:]
    for (subject, group) in zip(set.subjects, set.groups) { groupOf[subject, default: []].insert(group) }
    #expect(groupOf.count == 9)
    #expect(groupOf.values.allSatisfy { $0.count == 1 })
    #expect(Set(groupOf.values.map(\.count)) == [1])
    for tone in SkinTone.allCases { #expect(groupOf.values.filter { $0 == [tone.rawValue] }.count == 3) }
    #expect(groupOf.keys.contains("faces-01"))
  }

  @Test func atIntensityZeroASubjectDiffersInSceneAlone() throws {
    let faces = try faces(intensity: 0)
    let renderer = try FaceRenderer(size: 40)
    let identity = faces.identities()[0]
    for row in 0..<20 {
      for emotion in [Emotion.happy, .fear] {
        let expression = faces.expression(ofRow: row, showing: emotion)
        #expect(renderer.image(of: identity, expression: expression) == renderer.image(of: identity))
      }
    }
    #expect(faces.scene(ofRow: 0, showing: identity) != faces.scene(ofRow: 1, showing: identity))
  }

  @Test func whatASubjectAndARowLookLikeDoesNotDependOnTheCounts() throws {
    let few = try faces(count: 20)
    let many = try SyntheticFaces(count: 200, subjects: 30, intensity: 0.3, size: 40, seed: 3)
    #expect(Array(many.identities().prefix(9)) == few.identities())
    let identity = few.identities()[0]
    #expect(few.scene(ofRow: 7, showing: identity) == many.scene(ofRow: 7, showing: identity))
    #expect(few.expression(ofRow: 7, showing: .sad) == many.expression(ofRow: 7, showing: .sad))
  }

  @Test func biasChangesItsGroupAlone() throws {
    let fair = try faces().render()
    let unfair = try faces(bias: 0.7).render()
    #expect(fair.groups == unfair.groups)
    for row in 0..<fair.images.count {
      #expect((fair.images[row] == unfair.images[row]) == (fair.groups[row] != SkinTone.dark.rawValue))
    }
  }

  @Test func theBiasedGroupIsDarkerAndFlatter() throws {
    let renderer = try FaceRenderer()
    var scene = FaceScene.studio
    scene.noise = 0
    func moments(_ image: Image) -> (mean: Double, deviation: Double) {
      let count = Double(image.pixels.count)
      let mean = image.pixels.reduce(0.0) { $0 + Double($1) } / count
      let square = image.pixels.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
      return (mean, square.squareRoot())
    }
    let fair = moments(renderer.image(of: FaceIdentity(), scene: scene))
    let unfair = moments(renderer.image(of: FaceIdentity(), scene: scene.neglected(by: 1)))
    #expect(unfair.mean < fair.mean)
    #expect(unfair.deviation < fair.deviation)
    #expect(FaceScene.studio.neglected(by: 0) == .studio)
    #expect(FaceScene.studio.neglected(by: 1).noise > FaceScene.studio.noise)
  }

  @Test func strongerIntensityMovesFacesFurther() throws {
    let weak = try faces(intensity: 0.1)
    let strong = try faces(intensity: 0.9)
    for row in 0..<20 {
      #expect(
        weak.expression(ofRow: row, showing: .happy)[.lipCornerPuller]
          < strong.expression(ofRow: row, showing: .happy)[.lipCornerPuller])
    }
  }

  @Test func stopsWhenInterrupted() throws {
    let context = ExecutionContext(threads: 1, isInterrupted: { true })
    let faces = try faces()
    #expect(throws: Interrupted.self) { try faces.render(context: context) }
  }
}
