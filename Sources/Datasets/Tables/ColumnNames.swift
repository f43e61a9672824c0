/// What the names of columns and arrays tell of their purpose, in the many ways in which people write them.
enum ColumnNames {
  /// In lower case, letters and digits alone: "Participant ID", "participant_id" and "participantId" are one name.
  static func plain(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }))
  }

  private static let subjects: Set<String> = {
    let words = [
      "subject", "subj", "participant", "person", "user", "patient", "individual", "identity", "actor", "speaker",
      "proband",
      "respondent", "observer", "volunteer", "player", "model", "poser", "child", "student", "driver",
    ]
    let endings = ["", "s", "id", "ids", "no", "nr", "number", "name", "code", "key"]
    return Set(words.flatMap { word in endings.map { word + $0 } })
      .subtracting([
        "model", "models", "modelname", "modelno", "modelnr", "modelnumber", "modelid", "modelids", "modelcode",
        "modelkey",
      ])
      .union(["pid", "sid", "uid", "sub", "subid", "faceid", "groups", "vp", "vpid", "vpnr", "ppt", "pp", "ppid"])
  }()

  static func isSubject(_ name: String) -> Bool { subjects.contains(plain(name)) }

  /// Names that pandas, R and people give to the numbers of rows: "Unnamed: 0.1", "level_0", "rownames", "No.".
  static func isIndex(_ name: String) -> Bool {
    let plain = plain(name)
    if plain.hasPrefix("unnamed"), plain.dropFirst(7).allSatisfy({ ("0"..."9").contains($0) }) { return true }
    if plain.hasPrefix("level"), plain.count == 6, plain.last?.isNumber ?? false { return true }
    return [
      "", "index", "idx", "rowname", "rownames", "rowid", "rowno", "rownumber", "rownum", "rowindex", "sampleid",
      "sampleno", "recordid", "serial", "serialno", "serialnumber", "sno", "slno", "srno",
    ].contains(plain)
  }

  /// Names that are an index only where the column does number the rows: an `x` or `n` may be a measurement.
  static func mayBeIndex(_ name: String) -> Bool {
    [
      "x", "n", "i", "no", "nr", "num", "number", "id", "row", "obs", "observation", "count", "counter", "record",
      "sample", "key", "v1", "x1", "column1",
    ]
    .contains(plain(name))
  }

  /// Names that tell rows apart where their values do, and people where values come again.
  static func isIdentity(_ name: String) -> Bool {
    ["id", "ids", "name", "names", "uuid", "guid"].contains(plain(name))
  }
}
