import Basics
import Plans

/// What a kernel says of itself.
enum KernelDescription {
  static let language: JSONValue = .object([
    "name": .string("mien"), "version": .string(mienVersion), "mimetype": .string("text/x-mien"),
    "file_extension": .string(".mien"), "pygments_lexer": .string("mien"), "codemirror_mode": .string("mien"),
    "nbconvert_exporter": .string("script"),
  ])

  static let members: [JSONValue.Member] = [
    .init(name: "protocol_version", value: .string(KernelMessage.protocolVersion)),
    .init(name: "implementation", value: .string("mien")),
    .init(name: "implementation_version", value: .string(mienVersion)),
    .init(name: "language_info", value: language),
    .init(
      name: "banner",
      value: .string("mien \(mienVersion): how well, and how fairly, machines read faces. `help` lists what there is.")),
    .init(name: "debugger", value: .boolean(false)),
    .init(name: "supported_features", value: .array([])),
    .init(name: "help_links", value: .array([])),
  ]
}
