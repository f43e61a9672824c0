import Samples

/// Arrays of their own for each part, as Keras (`x_train`, `y_test`) and MedMNIST (`train_images`, `test_labels`) name them.
struct PartedArrays {
  struct Entry {
    let samples: String
    let labels: String
    let part: RowMetadata.Part
    let isValidation: Bool
  }

  let entries: [Entry]

  /// nil unless there are arrays for training.
  init?(_ names: some Sequence<String>) {
    let names = Set(names)
    func found(_ word: String, _ part: RowMetadata.Part, isValidation: Bool = false) -> Entry? {
      let samples = [
        "x_\(word)", "X_\(word)", "\(word)_images", "\(word)_x", "\(word)_X", "\(word)_data", "\(word)_features",
      ]
      let labels = ["y_\(word)", "Y_\(word)", "\(word)_labels", "\(word)_y", "\(word)_targets"]
      guard let first = samples.first(where: names.contains), let second = labels.first(where: names.contains) else {
        return nil
      }
      return Entry(samples: first, labels: second, part: part, isValidation: isValidation)
    }
    guard let train = found("train", .train) else { return nil }
    let test = found("test", .test)
    let validation = ["val", "valid", "validation"].lazy
      .compactMap { found($0, test == nil ? .test : .train, isValidation: true) }.first
    entries = [train, validation, test].compactMap { $0 }
  }
}
