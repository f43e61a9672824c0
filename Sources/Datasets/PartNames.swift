import Samples

/// The words by which data sets call their parts.
enum PartNames {
  /// What a word means for the split.
  enum Meaning {
    case train, test
    /// For tuning: train where there is a test part too, otherwise test.
    case validation
  }

  private static let words: [String: Meaning] = [
    "train": .train, "training": .train, "trainset": .train, "trainingset": .train, "traindata": .train,
    "trainingdata": .train, "trainimages": .train, "trainingimages": .train,
    "test": .test, "testing": .test, "tests": .test, "testset": .test, "testdata": .test, "testingdata": .test,
    "testimages": .test, "publictest": .test, "privatetest": .test,
    "traindir": .train, "trainfolder": .train, "learn": .train, "testdir": .test, "testfolder": .test,
    "eval": .test, "evaluation": .test, "evalset": .test, "holdout": .test, "heldout": .test,
    "val": .validation, "valid": .validation, "valset": .validation, "validset": .validation, "valdata": .validation,
    "validdata": .validation, "validationdata": .validation, "valimages": .validation, "validationimages": .validation,
    "devset": .validation, "development": .validation, "validation": .validation, "validationset": .validation,
    "dev": .validation,
  ]

  /// The meaning of a folder's or a cell's word, in any capitalisation, digits and separators ignored ("Train_1").
  static func meaning(_ word: some StringProtocol) -> Meaning? {
    words[String(String.UnicodeScalarView(word.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) }))]
  }

  /// The part that a word of a table names.
  static func part(named word: some StringProtocol) -> RowMetadata.Part? {
    switch meaning(word) {
    case .train: .train
    case .test, .validation: .test
    case nil: nil
    }
  }
}
