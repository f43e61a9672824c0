import Numerics
import Testing

@testable import Datasets

struct UnifiedLabelsTests {
  @Test(arguments: [
    ("angry", "anger"), ("Disgusted", "disgust"), ("afraid", "fear"), ("fearful", "fear"), ("HAPPINESS", "happy"),
    ("sadness", "sad"), ("surprised", "surprise"), ("contemptuous", "contempt"), ("Neutral", "neutral"),
    ("0_angry", "anger"), ("3-Happy", "happy"), ("06.surprise", "surprise"),
  ])
  func spellingsOfEmotions(_ word: String, _ emotion: String) {
    #expect(EmotionSpelling.emotion(word) == emotion)
  }

  @Test(arguments: ["others", "repression", "happyx", "7", "", "face"])
  func otherWordsAreLeftAlone(_ word: String) {
    #expect(EmotionSpelling.emotion(word) == nil)
    if !word.isEmpty, word != "7" { #expect(UnifiedLabels([word]).labels.names == [word]) }
  }

  @Test func countsAreNoteed() {
    let unified = UnifiedLabels(["happiness", "happy", "happiness", "sad"])
    #expect(unified.labels == Labels(names: ["happy", "sad"], codes: [0, 0, 0, 1]))
    #expect(unified.notes == ["labels unified: happiness → happy (2)"])
  }

  @Test func capitalsAndNumbers() {
    #expect(UnifiedLabels(["Cat", "cat", "Dog"]).labels.names == ["Dog", "cat"])
    #expect(UnifiedLabels(["10", "2.0", "1"]).labels == Labels(names: ["1", "2", "10"], codes: [2, 1, 0]))
    #expect(UnifiedLabels(["10", "2.0", "1"]).notes.isEmpty)
  }

  @Test func numbersThatBecomeOneClassAreTold() {
    #expect(UnifiedLabels(["1.0", "2.0"]).notes.isEmpty)
    #expect(UnifiedLabels(["1.0", "1", "2.0"]).notes == ["labels unified: 1.0 → 1 (1)"])
    #expect(UnifiedLabels(["1.000e+00", "2.000e+00"]).labels.names == ["1", "2"])
  }

  @Test func namesThatCouldBeNumbersAreKept() {
    #expect(UnifiedLabels(["1e3", "2e3"]).labels.names == ["1e3", "2e3"])
    let unified = UnifiedLabels(["1e3", "1000", "0x10"])
    #expect(unified.labels.names == ["0x10", "1000", "1e3"])
    #expect(unified.notes == ["kept apart, though they are one number: 1000 and 1e3"])
    #expect(UnifiedLabels(["9223372036854775808", "9223372036854775809"]).notes.isEmpty)
  }
}
