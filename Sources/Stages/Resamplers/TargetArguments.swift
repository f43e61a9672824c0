import Learning
import Plans

/// The number of a target, as a share above 0 and at most 1.
func targetRatio(_ argument: ArgumentValue, of type: ParameterType) throws(ArgumentMismatch) -> Double {
  switch argument {
  case .word(let word): throw .word(word, expected: type.words)
  case .number(let value, .percent) where value > 0 && value <= 100: return value / 100
  case .number(let value, .plain) where value > 0 && value <= 1: return value
  case .number(_, .plain), .number(_, .percent): throw .outOfBounds(.greaterThan(0, atMost: 1), found: argument)
  default: throw .type(expected: type, found: argument.description)
  }
}
