import Imaging

/// What to draw in place of a known data set that cannot be fetched: as many faces of each class as the set has on
/// record, of other people than any other stand-in.
///
/// A stand-in lets a script run; figures computed from it say nothing about the data set it stands in for.
public struct StandInRecipe: Sendable {
  /// Name of the data set.
  public let name: String
  public let counts: [(emotion: Emotion, count: Int)]
  public let subjects: Int
  public let seed: UInt64

  /// Every stand-in there is.
  public static let all = [ziya07, kmirfan, kori]

  /// 2,000 faces for Kaggle's ziya07/facial-micro-expression-recognition.
  public static let ziya07 = StandInRecipe(
    name: "ziya07",
    counts: [
      (.anger, 300), (.contempt, 80), (.disgust, 140), (.fear, 120), (.happy, 560), (.neutral, 440), (.surprise, 360),
    ],
    subjects: 40, seed: 0x7A69_7961_3037)

  /// 1,500 faces for Kaggle's kmirfan/micro-expressions.
  public static let kmirfan = StandInRecipe(
    name: "kmirfan",
    counts: [
      (.anger, 277), (.disgust, 130), (.fear, 94), (.happy, 383), (.neutral, 126), (.sad, 271), (.surprise, 219),
    ],
    subjects: 30, seed: 0x6B6D_6972_6661_6E)

  /// 1,800 faces for Kori, 300 of each of six classes.
  public static let kori = StandInRecipe(
    name: "kori",
    counts: [(.anger, 300), (.disgust, 300), (.fear, 300), (.happy, 300), (.sad, 300), (.surprise, 300)],
    subjects: 36, seed: 0x6B6F_7269)

  /// The faces to draw, at the intensity and bias asked for.
  public func faces(intensity: Double = 0.3, bias: Double = 0) throws(SyntheticFaceError) -> SyntheticFaces {
    try SyntheticFaces(
      counts: counts.map { (name: $0.emotion.rawValue, count: $0.count) }, subjects: subjects, intensity: intensity,
      bias: bias, seed: seed, name: name)
  }
}
