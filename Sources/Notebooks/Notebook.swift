import Basics

/// A Jupyter notebook: its cells, and everything else that its file says, known here or not.
public struct Notebook: Sendable, Equatable {
  public struct Cell: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
      case code, markdown, raw
    }

    public var kind: Kind
    /// Its text, lines ended by "\n" but for the last.
    public var source: String
    /// All other members, in order: `id`, `metadata`, `attachments`, `outputs`, `execution_count` and what a later
    /// format adds.
    public var members: [JSONValue.Member]

    public init(_ kind: Kind, _ source: String, members: [JSONValue.Member] = []) {
      self.kind = kind
      self.source = source
      self.members = members
    }

    subscript(_ name: String) -> JSONValue? {
      get { members.first { $0.name == name }?.value }
      set {
        let member = newValue.map { JSONValue.Member(name: name, value: $0) }
        if let index = members.firstIndex(where: { $0.name == name }) {
          members.replaceSubrange(index...index, with: member.map { [$0] } ?? [])
        } else if let member {
          members.append(member)
        }
      }
    }
  }

  public var cells: [Cell]
  /// All members beside `cells`.
  public var members: [JSONValue.Member]

  public init(cells: [Cell], members: [JSONValue.Member] = Notebook.usualMembers) {
    self.cells = cells
    self.members = members
  }

  /// What a notebook of Mien's says beside its cells.
  public static let usualMembers: [JSONValue.Member] = [
    .init(
      name: "metadata",
      value: .object([
        "kernelspec": .object([
          "display_name": .string("Mien"), "language": .string("mien"), "name": .string("mien"),
        ]),
        "language_info": .object([
          "file_extension": .string(".mien"), "mimetype": .string("text/x-mien"), "name": .string("mien"),
        ]),
      ])),
    .init(name: "nbformat", value: .integer(4)), .init(name: "nbformat_minor", value: .integer(5)),
  ]
}
