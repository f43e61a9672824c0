import Foundation
import Testing

/// SwiftPM builds an undeclared import once anything else links the module, so the table of who may import whom is
/// checked here against the sources.
@Suite struct ImportTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// What comes with the toolchain and needs no declaration.
  static let toolchain: Set<String> = [
    "Swift", "Glibc", "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Testing", "XCTest",
    "Darwin",
    "Musl",
  ]

  @Test func everyImportIsDeclared() throws {
    let modules = try declaredImports()
    #expect(modules.count >= 12)
    var offences: [String] = []
    for (module, (path, allowed)) in modules {
      for (file, imports) in try importLines(below: path) {
        for name in imports.subtracting(allowed).subtracting(Self.toolchain) {
          offences.append("\(module)/\(file) imports \(name), which Package.swift does not allow it")
        }
      }
    }
    #expect(offences.isEmpty, "\(offences.sorted().joined(separator: "\n"))")
  }

  @Test func everyModuleHasAReadme() throws {
    for (module, (path, _)) in try declaredImports() {
      #expect(FileManager.default.fileExists(atPath: path + "/README.md"), "\(module) has no README.md")
    }
  }

  /// A kernel, or any host but the prompt, links no readline (which is under the GPL).
  @Test func readlineIsThePromptsAlone() throws {
    let modules = try declaredImports().mapValues(\.imports)
    func users(of name: String) -> Set<String> { Set(modules.filter { $0.value.contains(name) }.keys) }
    #expect(users(of: "CReadline") == ["Prompt"])
    #expect(users(of: "Prompt") == ["mien"])
  }

  /// The source modules with their folders and what they may import.
  private func declaredImports() throws -> [String: (path: String, imports: Set<String>)] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let scratch = NSTemporaryDirectory() + "mien-dump-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    process.arguments = [
      "swift", "package", "--package-path", Self.root.path, "--scratch-path", scratch, "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let package = try JSONDecoder().decode(Package.self, from: data)
    return package.targets.filter { ["regular", "executable"].contains($0.type) }.reduce(into: [:]) { modules, target in
      modules[target.name] = (
        Self.root.path + "/" + (target.path ?? "Sources/\(target.name)"), Set(target.dependencies.compactMap(\.name))
      )
    }
  }

  private func importLines(below path: String) throws -> [(String, Set<String>)] {
    guard let files = FileManager.default.enumerator(atPath: path) else { return [] }
    return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { file in
      let text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
      let names = text.split(separator: "\n").compactMap { line -> String? in
        let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
        guard words.first == "import", let last = words.last else { return nil }
        return last.split(separator: ".").first.map(String.init)
      }
      return (file, Set(names))
    }
  }
}

/// As much of `swift package dump-package` as is read here.
private struct Package: Decodable {
  struct Target: Decodable {
    let name: String
    let type: String
    /// Where it is not in `Sources`.
    let path: String?
    let dependencies: [Dependency]
  }

  /// `{"byName": ["Numerics", null]}` or `{"product": ["ArgumentParser", …]}`
  struct Dependency: Decodable {
    let name: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let fields = try container.decode([String: [Element]].self)
      name = fields.values.first?.first?.text
    }

    struct Element: Decodable {
      let text: String?

      init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }
  }

  let targets: [Target]
}
