import Basics

/// Notebooks of format 3 (until 2014), whose cells lie in worksheets, as ones of format 4.
///
/// Source: nbformat's documentation, "The notebook file format", and its changes from 3 to 4.
enum OlderNotebook {
  static func upgraded(_ json: JSONValue, path: String) throws(NotebookError) -> JSONValue {
    guard let sheets = json["worksheets"]?.elements else { throw .noNotebook(path, missing: "worksheets") }
    let cells = sheets.flatMap { $0["cells"]?.elements ?? [] }.map(cell)
    return .object([
      "cells": .array(cells), "metadata": json["metadata"] ?? .object([] as [JSONValue.Member]),
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ])
  }

  private static func cell(_ old: JSONValue) -> JSONValue {
    guard case .object(let members) = old else { return old }
    switch old["cell_type"]?.string {
    case "code": return code(old, members)
    case "heading":
      let level = min(6, max(1, old["level"]?.int ?? 1))
      let text = (old["source"].flatMap(JSONValue.joinedLines) ?? "").split(separator: "\n").joined(separator: " ")
      let kept = members.filter { !["cell_type", "level", "source"].contains($0.name) }
      let words = JSONValue.string(String(repeating: "#", count: level) + " " + text)
      return .object(
        [.init(name: "cell_type", value: .string("markdown"))] + kept + [.init(name: "source", value: words)])
    case "html":
      return .object([.init(name: "cell_type", value: .string("markdown"))] + members.filter { $0.name != "cell_type" })
    default: return old
    }
  }

  private static func code(_ old: JSONValue, _ members: [JSONValue.Member]) -> JSONValue {
    let renamed = members.compactMap { member -> JSONValue.Member? in
      switch member.name {
      case "input": .init(name: "source", value: member.value)
      case "prompt_number": .init(name: "execution_count", value: member.value)
      case "outputs": .init(name: "outputs", value: .array((member.value.elements ?? []).map(output)))
      case "language", "collapsed", "metadata": nil
      default: member
      }
    }
    let hasCount = renamed.contains { $0.name == "execution_count" }
    return .object(
      renamed + [.init(name: "metadata", value: metadata(old))]
        + (hasCount ? [] : [.init(name: "execution_count", value: .null)]))
  }

  /// Whether a cell's outputs are folded stands among its metadata by now.
  private static func metadata(_ old: JSONValue) -> JSONValue {
    var inner: [JSONValue.Member] = []
    if case .object(let found)? = old["metadata"] { inner = found.filter { $0.name != "collapsed" } }
    return .object(inner + (old["collapsed"].map { [.init(name: "collapsed", value: $0)] } ?? []))
  }

  /// What a form was called before it was named by its media type.
  private static let mediaTypes = [
    "text": "text/plain", "html": "text/html", "svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg",
    "latex": "text/latex", "json": "application/json", "javascript": "application/javascript",
  ]

  private static func output(_ old: JSONValue) -> JSONValue {
    guard case .object(let members) = old else { return old }
    let data = members.compactMap { member in
      mediaTypes[member.name].map { JSONValue.Member(name: $0, value: member.value) }
    }
    let metadata = JSONValue.Member(name: "metadata", value: old["metadata"] ?? .object([] as [JSONValue.Member]))
    func shown(_ type: String) -> [JSONValue.Member] {
      [.init(name: "output_type", value: .string(type)), metadata, .init(name: "data", value: .object(data))]
    }
    switch old["output_type"]?.string {
    case "pyout":
      return .object(shown("execute_result") + [.init(name: "execution_count", value: old["prompt_number"] ?? .null)])
    case "display_data": return .object(shown("display_data"))
    case "pyerr":
      return .object([
        "output_type": .string("error"), "ename": old["ename"] ?? .string(""), "evalue": old["evalue"] ?? .string(""),
        "traceback": old["traceback"] ?? .array([]),
      ])
    case "stream":
      return .object([
        "output_type": .string("stream"), "name": old["stream"] ?? .string("stdout"),
        "text": old["text"] ?? .string(""),
      ])
    default: return old
    }
  }
}
