import Basics
import CommandLine
import Diagnostics
import Interpreter
import Syntax

/// Writes what was chosen on the page into the script.
struct KnobTurning: Sendable {
  let file: ScriptFile

  /// - Parameter body: JSON: the knob's `name` and `occurrence`, the `value`, and the `digest` of the script that the page
  ///   showed. Where the script is another by now, nothing is written: the page shows what it has become in a moment.
  func answer(_ body: [UInt8]) -> HTTPResponse {
    guard let asked = try? JSONValue(parsing: body), let name = asked["name"]?.string,
      let value = asked["value"]?.string, let occurrence = asked["occurrence"]?.int
    else { return HTTPResponse(refusing: 400) }
    let text: String
    do throws(WatchError) { text = try file.read() } catch { return told(409, error.problem) }
    guard asked["digest"]?.string == Digest("script", text).hexadecimal else {
      return told(409, "the script has changed: look again")
    }
    let knobs = Knob.all(in: parse(SourceText(name: file.path, text: text)).script)
    guard let knob = knobs.first(where: { $0.name == name && $0.occurrence == occurrence }) else {
      return told(409, "the script has no such value to choose")
    }
    guard let written = knob.written(value) else { return told(422, "\(value) is not one of its values") }
    guard value != knob.value else { return HTTPResponse(204, []) }
    do throws(UnreadableFile) { try file.write(knob.replaced(by: written, in: text)) } catch {
      return told(409, "the script could not be written: \(error.reason)")
    }
    return HTTPResponse(204, [])
  }

  private func told(_ status: Int, _ words: String) -> HTTPResponse { HTTPResponse(status, Array((words + "\n").utf8)) }
}
