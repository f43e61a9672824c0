import Plans
import Stages

/// As it comes back from a file.
func roundTripped<Value: Codable>(_ value: Value) throws -> Value {
  try StoredFile.value(Value.self, from: StoredFile.bytes("test", value), stageCatalogue)
}
