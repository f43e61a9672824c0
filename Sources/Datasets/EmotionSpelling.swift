/// The one spelling of each emotion, and the many under which data sets have it.
public enum EmotionSpelling {
  /// The eight emotions of the field, in one spelling each, sorted.
  public static let emotions = ["anger", "contempt", "disgust", "fear", "happy", "neutral", "sad", "surprise"]

  private static let spellings: [String: String] = {
    var spellings = Dictionary(uniqueKeysWithValues: emotions.map { ($0, $0) })
    for (emotion, others) in [
      "anger": ["angry", "angriness"], "contempt": ["contemptuous"], "disgust": ["disgusted"],
      "fear": ["afraid", "fearful"], "happy": ["happiness"], "neutral": ["neutrality"], "sad": ["sadness"],
      "surprise": ["surprised", "suprise", "suprised"],
    ] {
      for other in others { spellings[other] = emotion }
    }
    return spellings
  }()

  /// The emotion that a word stands for, in any capitalisation and with a number before it ("Happiness",
  /// "3_happy"); nil for any other word.
  public static func emotion(_ word: some StringProtocol) -> String? {
    let word = word.lowercased()
    return spellings[word] ?? spellings[String(word.drop { "0123456789".contains($0) }.drop { " _-.".contains($0) })]
  }
}
