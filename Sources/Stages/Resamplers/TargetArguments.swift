import Learning
import Plans

/// The number of a target, as a share above 0 and at most 1.
func targetRatio(_ argument: ArgumentValue, of type: ParameterType) throws(ArgumentMismatch) -> Double {
  switch argument {
  case .word(let word): throw .word(word, expected: type.words)
  case .number(let value, .percent) where value > 0 && value <= 100: return value / 100
  case .number(let value, .plain) where value > 0 && value <= 1: return value
  case .number(let value, .percent): throw .outOfBounds(.between(0, 1), found: value / 100)
  case .number(let value, _): throw .outOfBounds(.between(0, 1), found: value)
  default: throw .type(expected: type, found: argument.description)
  }
}

func twoTargets(_ name: String, _ other: String) -> LearningError {
  .invalidOption(
    name: name, value: "it beside target=\(other)", allowed: "given by itself: each says which rows there should be")
}
