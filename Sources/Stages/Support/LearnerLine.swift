import AutoML
import Basics
import Learning
import Plans

extension Learner {
  /// A configuration as stages of a plan: `scale | svm C=8 gamma=0.02`.
  func line(of configuration: Configuration) -> String {
    stages(of: configuration).map { stage in
      ([stage.name] + stage.settings.map { "\($0.name)=\($0.setting.text)" }).joined(separator: " ")
    }
    .joined(separator: " | ")
  }
}

extension Learner {
  /// A configuration as stages with their arguments, in the order in which the engine does the same.
  func stages(of configuration: Configuration) -> [(name: String, settings: [Configuration.Entry])] {
    let weights = configuration.isBalanced ? [Configuration.Entry("weights", .word("balanced"))] : []
    let resampler = (try? configuration.correction)?.resamplerName
    return (scalesColumns ? [(ScaleStage.declaration.name, [])] : [])
      + (resampler.map { [($0, [])] } ?? []) + [(method, fixed + configuration.options + weights)]
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
    case .number(let value): NumberFormat.shortest(value)
    case .word(let word): word
    case .boolean(let value): value ? "yes" : "no"
    }
  }
}
