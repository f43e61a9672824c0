import Basics

/// A data set that was added, as its file in the registry holds it.
extension RegisteredDataset {
  var json: JSONValue {
    let counts = classes.sorted { $0.key < $1.key }.map { JSONValue.Member(name: $0.key, value: .integer($0.value)) }
    return .object([
      "name": .string(name), "path": .string(path), "labelColumn": .string(labelColumn),
      "layout": .string(layout.rawValue), "rows": .integer(rows), "classes": .object(counts),
      "fingerprint": .string(fingerprint), "manifest": manifest.json,
    ])
  }

  /// nil for what is not such a file. Members that are not known are passed over.
  init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let path = json["path"]?.string, let rows = json["rows"]?.int,
      let layout = json["layout"]?.string.flatMap(Layout.init), let fingerprint = json["fingerprint"]?.string,
      case .object(let counts)? = json["classes"], let manifest = json["manifest"].flatMap(Manifest.init)
    else { return nil }
    self.name = name
    self.path = path
    self.rows = rows
    self.layout = layout
    self.fingerprint = fingerprint
    self.manifest = manifest
    labelColumn = json["labelColumn"]?.string
    classes = Dictionary(counts.compactMap { member in member.value.int.map { (member.name, $0) } }) { first, _ in first
    }
  }
}

extension Manifest {
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name), "title": .string(title), "kind": .string(kind.rawValue),
      "acting": .string(acting.rawValue),
      "subjectsKnown": .boolean(subjectsKnown), "licence": .string(licence), "consent": .string(consent),
      "citation": .string(citation), "homepage": .string(homepage), "isSynthetic": .boolean(isSynthetic),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let title = json["title"]?.string,
      let kind = json["kind"]?.string.flatMap(Kind.init), let acting = json["acting"]?.string.flatMap(Acting.init),
      let subjectsKnown = json["subjectsKnown"]?.bool, let licence = json["licence"]?.string,
      let consent = json["consent"]?.string, let citation = json["citation"]?.string,
      let homepage = json["homepage"]?.string, let isSynthetic = json["isSynthetic"]?.bool
    else { return nil }
    self.init(
      name: name, title: title, kind: kind, acting: acting, subjectsKnown: subjectsKnown, licence: licence,
      consent: consent, citation: citation, homepage: homepage, isSynthetic: isSynthetic)
  }
}
