/// What a person should know of a plan as it is written, whatever its numbers turn out to be.
extension Plan {
  var notes: [String] {
    doubleCorrection.map { [$0] } ?? []
  }

  /// A resampler and class weights are two cures for one imbalance; together they overdo it.
  private var doubleCorrection: String? {
    guard let index = modelIndex, case .model(let model) = steps[index].stage.role, model.weightsClasses,
      let resampler = steps[..<index].last(where: { step in
        if case .resampler(let stage) = step.stage.role { type(of: stage).balancesClasses } else { false }
      })
    else { return nil }
    return
      "'\(resampler.text)' and '\(steps[index].text)' both level the classes: the same imbalance is corrected twice"
  }
}
