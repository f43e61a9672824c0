import Datasets
import Plans

/// What stands between the fields of a table: a character, or its name.
struct SeparatorParameter: ParameterValue, Hashable {
  static let type = ParameterType.text
  static let placeholder = SeparatorParameter(text: "")
  private let text: String
  var canonicalText: String { text.canonicalText }

  private init(text: String) {
    self.text = text
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    text = try String(argument)
  }

  /// - Throws: `DatasetError.badSeparator` where it is not one character of ASCII, or a quote.
  func byte() throws -> UInt8 {
    let named = ["tab": "\t", "space": " ", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|", "\\t": "\t"]
    let bytes = Array((named[text.lowercased()] ?? text).utf8)
    guard bytes.count == 1, let byte = bytes.first, byte < 128, byte != UInt8(ascii: "\"") else {
      throw DatasetError.badSeparator(text)
    }
    return byte
  }
}
