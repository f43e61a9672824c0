import Numerics
import Testing

@testable import Imaging
@testable import SyntheticFaces

struct EmotionTests {
  @Test func namesAreAlphabetical() {
    let names = Emotion.allCases.map(\.rawValue)
    #expect(names == names.sorted())
    #expect(names.count == 8)
  }

  @Test(arguments: [
    (Emotion.happy, [6, 12]), (.sad, [1, 4, 15]), (.surprise, [1, 2, 5, 26]), (.fear, [1, 2, 4, 5, 7, 20, 26]),
    (.anger, [4, 5, 7, 23]), (.disgust, [9, 15, 16]), (.contempt, [12, 14]), (.neutral, []),
  ])
  func isMadeOfTheUnitsOfItsPrototype(_ emotion: Emotion, _ numbers: [Int]) {
    #expect(emotion.actionUnits.map(\.rawValue).sorted() == numbers)
  }

  @Test func onlyContemptIsUnilateral() {
    #expect(Emotion.allCases.filter(\.isUnilateral) == [.contempt])
    let contempt = FaceExpression(.contempt, intensity: 1, side: .right)
    #expect(contempt[.dimpler, .right] == 1)
    #expect(contempt[.dimpler, .left] == 0)
  }

  @Test func unknownNamesAreAnsweredWithNearOnes() {
    #expect(throws: SyntheticFaceError.unknownEmotion(name: "happiness", nearest: ["happy"])) {
      try Emotion(named: "happiness")
    }
    #expect(throws: SyntheticFaceError.unknownEmotion(name: "surprised", nearest: ["surprise"])) {
      try Emotion(named: "surprised")
    }
    #expect(throws: SyntheticFaceError.unknownEmotion(name: "boredom", nearest: [])) { try Emotion(named: "boredom") }
  }

  @Test(arguments: Emotion.allCases)
  func atIntensityZeroEveryEmotionIsNeutral(_ emotion: Emotion) {
    #expect(FaceExpression(emotion, intensity: 0) == .neutral)
    var generator = SeededGenerator(seed: 1)
    #expect(FaceExpression(emotion, intensity: 0, variedBy: &generator) == .neutral)
  }

  @Test func variationDrawsTheSameWhateverTheEmotion() {
    let next = Set(
      Emotion.allCases.map { emotion in
        var generator = SeededGenerator(seed: 7)
        _ = FaceExpression(emotion, intensity: 0.5, variedBy: &generator)
        return generator.next()
      })
    #expect(next.count == 1)
  }

  @Test func strengthsStayBetweenZeroAndOne() {
    var expression = FaceExpression([.jawDrop], strength: 3)
    expression[.dimpler] = -1
    #expect(expression[.jawDrop] == 1)
    #expect(expression.actionUnits == [.jawDrop])
  }

  @Test func goesFromOneExpressionToAnother() {
    let happy = FaceExpression(.happy, intensity: 0.5)
    #expect(FaceExpression.between(.neutral, happy, at: 0) == .neutral)
    #expect(FaceExpression.between(.neutral, happy, at: 1) == happy)
    #expect(FaceExpression.between(.neutral, happy, at: 0.5)[.cheekRaiser] == 0.25)
  }
}
