import Samples

extension RowMetadata {
  /// With `name` for the source of every row that has none.
  func namingSources(_ name: String) -> RowMetadata {
    guard let column = column(.source) else {
      return setting(MetadataColumn("source", .source, .texts([String?](repeating: name, count: count))))
    }
    let texts = column.texts
    guard texts.contains(where: { $0?.isEmpty ?? true }) else { return self }
    return setting(MetadataColumn(column.name, .source, .texts(texts.map { $0?.isEmpty ?? true ? name : $0 })))
  }

  /// With a name for every row: its number, where it has none from a file.
  func namingRows() -> RowMetadata {
    if column(.rowName) != nil { return self }
    return setting(MetadataColumn("row", .rowName, .texts((1...max(1, count)).prefix(count).map(Self.numbered))))
  }

  /// "row 12", put together from its bytes: an interpolation takes several times as long, which shows in long tables.
  private static func numbered(_ number: Int) -> String? {
    let start: StaticString = "row "
    var digits = 1
    var rest = number / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    return String(unsafeUninitializedCapacity: 4 + digits) { target in
      for index in 0..<4 { target[index] = start.utf8Start[index] }
      var left = number
      for place in stride(from: 3 + digits, to: 3, by: -1) {
        target[place] = UInt8(ascii: "0") + UInt8(left % 10)
        left /= 10
      }
      return 4 + digits
    }
  }

  /// The data sets that the rows came from.
  var differentSources: Set<String> {
    guard let texts = column(.source)?.texts else { return [origin.name] }
    return Set(Spellings(texts).texts)
  }
}

extension MetadataColumn {
  /// A column of texts, none missing. Wrapping them one by one is several times faster than casting the list.
  static func texts(_ name: String, _ role: Role, _ list: [String]) -> MetadataColumn {
    MetadataColumn(name, role, .texts(list.map { Optional($0) }))
  }
}
