/// A whole number with commas between thousands.
public func grouped(_ number: Int) -> String {
  var digits = Array(String(abs(number)))
  var position = digits.count - 3
  while position > 0 {
    digits.insert(",", at: position)
    position -= 3
  }
  return (number < 0 ? "-" : "") + String(digits)
}
