/// What a data set is, apart from its rows: what a reader must know before believing a number made from it.
public struct Manifest: Sendable, Hashable {
  /// Whether moments or movements were recorded.
  public enum Kind: String, Sendable {
    case stills, clips, features, unknown
  }

  /// Whether the expressions were acted.
  public enum Acting: String, Sendable {
    case posed, spontaneous, mixed, unknown
  }

  /// The short name by which it is loaded.
  public var name: String
  public var title: String
  public var kind: Kind
  public var acting: Acting
  public var subjectsKnown: Bool
  public var licence: String
  /// What the people shown agreed to.
  public var consent: String
  public var citation: String
  /// Where it is published, in words.
  public var homepage: String
  public var isSynthetic: Bool

  public init(
    name: String, title: String? = nil, kind: Kind = .unknown, acting: Acting = .unknown, subjectsKnown: Bool = false,
    licence: String = "unknown", consent: String = "unknown", citation: String = "", homepage: String = "",
    isSynthetic: Bool = false
  ) {
    self.name = name
    self.title = title ?? name
    self.kind = kind
    self.acting = acting
    self.subjectsKnown = subjectsKnown
    self.licence = licence
    self.consent = consent
    self.citation = citation
    self.homepage = homepage
    self.isSynthetic = isSynthetic
  }
}
