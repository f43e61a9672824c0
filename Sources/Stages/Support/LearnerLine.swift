import Learning
import Plans

extension Learner {
  /// A configuration as stages of a plan: `scale | svm C=8 gamma=0.02`.
  func line(of configuration: Configuration) -> String {
    let settings = (fixed + configuration.entries).map { "\($0.name)=\($0.setting.text)" }
    let model = ([method] + settings).joined(separator: " ")
    return scalesColumns ? "\(ScaleStage.declaration.name) | \(model)" : model
  }
}

extension Trial {
  /// The configuration as stages of a plan.
  var line: String {
    (try? Learner.named(learner).line(of: configuration)) ?? learner
  }
}

extension Setting {
  /// As it is written in a script.
  var text: String {
    switch self {
    case .whole(let value): String(value)
    case .number(let value): shortest(value)
    case .word(let word): word
    case .boolean(let value): value ? "yes" : "no"
    }
  }
}
