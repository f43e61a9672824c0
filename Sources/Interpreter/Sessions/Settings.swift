import Basics
import Diagnostics
import Plans
import Syntax

extension Session {
  /// Carries out `set name value` on `settings`.
  func apply(
    _ name: Name, _ value: Value, to settings: inout RunSettings, _ source: SourceText
  ) throws(Diagnostic) {
    guard let setting = allSettings.first(where: { $0.name == name.text }) else {
      let names = allSettings.map(\.name)
      throw Diagnostic(
        .unknownSetting, "there is no setting '\(name.text)'",
        at: .init(
          Location(source, name.span),
          nearestName(to: name.text, among: names).map { "did you mean '\($0)'?" } ?? ""),
        notes: allSettings.map { "set \($0.name) \($0.values)" })
    }
    guard setting.apply(value, &settings) else {
      throw Diagnostic(
        .unknownSetting, "'\(slice(value.span, of: source))' is no value for '\(name.text)'",
        at: .init(Location(source, value.span)), notes: ["set \(setting.name) \(setting.values): \(setting.help)"])
    }
  }

  /// The cache belongs to the session, not to the settings of a run.
  func applyToCache(_ name: Name, _ value: Value) {
    switch (name.text, value) {
    case ("memory", .number(let number)): cache.budget = Int(number.value * 1_073_741_824)
    case ("cache_size", .number(let number)): store?.cap = Int(number.value * 1_073_741_824)
    case ("engine", .name(let word)): if let opened = openEngine?(word.text) { engine = opened }
    case ("cache", .string(let path)): if let path = path.plainText { useStore(at: path) }
    default: break
    }
  }

  private func useStore(at path: String) {
    guard let opened = openStore?(path) else { return }
    let cap = store?.cap
    store?.flush()
    store = opened
    if let cap { store?.cap = cap }
    cache.durable = store
    experimentLog = opened
  }
}

extension Session {
  /// Everything that `set` changes, for help and completion.
  public static var settings: [Setting] { allSettings }
}

/// One thing that `set` changes.
public struct Setting: Sendable {
  public let name: String
  /// What it takes, for people: words between `|`, or what kind of value in capitals.
  public let values: String
  public let help: String
  /// False where the value does not fit.
  let apply: @Sendable (Value, inout RunSettings) -> Bool
}

let allSettings: [Setting] = [
  Setting(name: "seed", values: "NUMBER", help: "where all randomness comes from; several at once: `… | seeds {1..5}`")
  { value, settings in
    guard case .number(let number) = value, let seed = UInt64(exactly: number.value), number.unit == .plain else {
      return false
    }
    settings.seed = seed
    return true
  },
  Setting(name: "threads", values: "NUMBER", help: "how many cores to use; results do not depend on it") {
    value, settings in
    guard case .number(let number) = value, let threads = Int(exactly: number.value), 1...1024 ~= threads else {
      return false
    }
    settings.threads = threads
    return true
  },
  Setting(
    name: "data", values: "strict|synthetic", help: "whether a known data set that is not installed is an error"
  ) { value, settings in
    guard case .name(let word) = value, ["strict", "synthetic"].contains(word.text) else { return false }
    settings.environment.isDataStrict = word.text == "strict"
    return true
  },
  Setting(name: "fail", values: "stop|go", help: "whether a sweep stops at the first combination that fails") {
    value, settings in
    guard case .name(let word) = value, ["stop", "go"].contains(word.text) else { return false }
    settings.stopsAtFailure = word.text == "stop"
    return true
  },
  Setting(name: "memory", values: "GIB", help: "how much memory the cache may take, in GiB") { value, _ in
    guard case .number(let number) = value, number.unit == .plain else { return false }
    return (0.0...1024).contains(number.value)
  },
  Setting(name: "cache", values: "\"FOLDER\"", help: "where results are kept from one session to the next") {
    value, _ in
    guard case .string(let path) = value, let path = path.plainText else { return false }
    return !path.isEmpty
  },
  Setting(
    name: "engine", values: "threads|local|slurm",
    help: "who works on sweeps: threads of this process, workers on this machine, or workers that Slurm starts"
  ) { value, _ in
    guard case .name(let word) = value else { return false }
    return ["threads", "local", "slurm"].contains(word.text)
  },
  Setting(name: "cache_size", values: "GIB", help: "how much the cache on disk may take, in GiB") { value, _ in
    guard case .number(let number) = value, number.unit == .plain else { return false }
    return (0.0...1_000_000).contains(number.value)
  },
]
