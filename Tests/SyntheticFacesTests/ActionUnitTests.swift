import Testing

@testable import Imaging
@testable import SyntheticFaces

/// What a unit is claimed to do to one landmark of the right side, at full strength.
private struct Claim: CustomTestStringConvertible {
  enum Way: String {
    case up, down, inward, outward
  }

  let unit: ActionUnit
  let landmark: Int
  let way: Way

  var testDescription: String { "\(unit.code) moves \(landmark) \(way.rawValue)" }

  /// How far the landmark went the claimed way.
  func distance(of side: FaceExpression.Side, from resting: FaceLandmarks, to moved: FaceLandmarks) -> Float {
    let index = side == .right ? landmark : FaceLandmarks.mirrored(landmark)
    let step = moved[index] - resting[index]
    let outward = side == .right ? -step.x : step.x
    return switch way {
    case .up: -step.y
    case .down: step.y
    case .inward: -outward
    case .outward: outward
    }
  }
}

private let claims: [Claim] = [
  Claim(unit: .innerBrowRaiser, landmark: 21, way: .up),
  Claim(unit: .outerBrowRaiser, landmark: 17, way: .up),
  Claim(unit: .browLowerer, landmark: 21, way: .down),
  Claim(unit: .browLowerer, landmark: 21, way: .inward),
  Claim(unit: .upperLidRaiser, landmark: 37, way: .up),
  Claim(unit: .upperLidRaiser, landmark: 38, way: .up),
  Claim(unit: .cheekRaiser, landmark: FaceLandmarks.rightCheek, way: .up),
  Claim(unit: .cheekRaiser, landmark: 41, way: .up),
  Claim(unit: .lidTightener, landmark: 40, way: .up),
  Claim(unit: .lidTightener, landmark: 37, way: .down),
  Claim(unit: .noseWrinkler, landmark: 31, way: .up),
  Claim(unit: .noseWrinkler, landmark: 50, way: .up),
  Claim(unit: .noseWrinkler, landmark: 21, way: .down),
  Claim(unit: .lipCornerPuller, landmark: FaceLandmarks.rightLipCorner, way: .up),
  Claim(unit: .lipCornerPuller, landmark: FaceLandmarks.rightLipCorner, way: .outward),
  Claim(unit: .dimpler, landmark: FaceLandmarks.rightLipCorner, way: .inward),
  Claim(unit: .lipCornerDepressor, landmark: FaceLandmarks.rightLipCorner, way: .down),
  Claim(unit: .lowerLipDepressor, landmark: 57, way: .down),
  Claim(unit: .lipStretcher, landmark: FaceLandmarks.rightLipCorner, way: .outward),
  Claim(unit: .lipTightener, landmark: 50, way: .down),
  Claim(unit: .lipTightener, landmark: 57, way: .up),
  Claim(unit: .lipTightener, landmark: FaceLandmarks.rightLipCorner, way: .inward),
  Claim(unit: .jawDrop, landmark: FaceLandmarks.chin, way: .down),
  Claim(unit: .jawDrop, landmark: 57, way: .down),
]

struct ActionUnitTests {
  private let resting = FaceIdentity().restingLandmarks()

  @Test("each unit moves what the manual says, the way it says", arguments: claims)
  private func movesAsDescribed(_ claim: Claim) {
    let weak = FaceExpression([claim.unit], strength: 0.2).moving(resting)
    let strong = FaceExpression([claim.unit], strength: 1).moving(resting)
    for side in FaceExpression.Side.allCases {
      let distance = claim.distance(of: side, from: resting, to: strong)
      #expect(distance > 0.009)
      #expect(claim.distance(of: side, from: resting, to: weak) > 0)
      #expect(claim.distance(of: side, from: resting, to: weak) < distance)
    }
  }

  @Test func everyUnitIsClaimedToMoveSomething() {
    #expect(Set(claims.map(\.unit)) == Set(ActionUnit.allCases))
  }

  @Test(arguments: ActionUnit.allCases)
  func aUnitOfOneSideLeavesTheOtherAlone(_ unit: ActionUnit) {
    var expression = FaceExpression()
    expression[unit, .right] = 1
    let moved = expression.moving(resting)
    for index in 0..<FaceLandmarks.count where resting[index].x > 0 { #expect(moved[index] == resting[index]) }
    #expect(moved != resting)
  }

  @Test(arguments: ActionUnit.allCases)
  func bothSidesMoveAsMirrorImages(_ unit: ActionUnit) {
    let moved = FaceExpression([unit]).moving(resting)
    for index in 0..<FaceLandmarks.count {
      let mirrored = moved[FaceLandmarks.mirrored(index)]
      #expect(abs(moved[index].x + mirrored.x) < 1e-6)
      #expect(abs(moved[index].y - mirrored.y) < 1e-6)
    }
  }

  @Test func browsOfSadnessGoUpAndTogether() {
    let moved = FaceExpression(.sad, intensity: 1).moving(resting)
    #expect(moved[21].y < resting[21].y - 0.05)
    #expect(moved[22].x - moved[21].x < resting[22].x - resting[21].x)
    #expect(moved[17].y >= resting[17].y)
  }

  @Test func opensAndNarrowsEyesAndMouth() {
    func opening(_ unit: ActionUnit) -> Float {
      FaceExpression([unit]).moving(resting).eyeOpening(FaceLandmarks.rightEye)
    }
    let atRest = resting.eyeOpening(FaceLandmarks.rightEye)
    #expect(opening(.upperLidRaiser) > atRest)
    #expect(opening(.lidTightener) < atRest)
    #expect(opening(.cheekRaiser) < atRest)
    #expect(resting.mouthOpening == 0)
    #expect(FaceExpression([.jawDrop]).moving(resting).mouthOpening > 0.1)
    #expect(FaceExpression([.lowerLipDepressor]).moving(resting).mouthOpening > 0.05)
  }

  @Test func lidsAndLipsNeverPassThroughEachOther() {
    let moved = FaceExpression(ActionUnit.allCases).moving(resting)
    for (upper, lower) in [(37, 41), (38, 40), (43, 47), (44, 46)] { #expect(moved[upper].y < moved[lower].y) }
    for (upper, lower) in [(51, 62), (62, 66), (66, 57)] { #expect(moved[upper].y <= moved[lower].y) }
  }

  @Test func landmarksMirrorInPairs() {
    for index in 0..<FaceLandmarks.count {
      #expect(FaceLandmarks.mirrored(FaceLandmarks.mirrored(index)) == index)
    }
    #expect(FaceLandmarks.mirrored(FaceLandmarks.rightLipCorner) == FaceLandmarks.leftLipCorner)
    #expect(FaceLandmarks.rightEye.map(FaceLandmarks.mirrored).allSatisfy(FaceLandmarks.leftEye.contains))
  }
}
