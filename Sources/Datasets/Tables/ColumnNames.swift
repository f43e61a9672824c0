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
      "subject", "subj", "participant", "person", "people", "human", "user", "patient", "individual", "identity",
      "actor",
      "actress", "speaker", "respondent", "response", "observer", "volunteer", "player", "poser", "child", "student",
      "pupil",
      "driver", "member", "client", "customer", "worker", "donor", "mturk", "prolific", "proband", "probanden",
      "probandin",
      "versuchsperson", "versuchspersonen", "vp", "vpn", "teilnehmer", "teilnehmerin", "sujet", "sujeto",
      "participante",
      "soggetto", "partecipante", "denek", "katılımcı", "katilimci", "kişi", "kisi",
    ]
    let endings = [
      "", "s", "id", "ids", "uid", "pid", "no", "nr", "num", "number", "name", "code", "key", "identifier", "index",
    ]
    let alone = [
      "pid", "sid", "uid", "sub", "subid", "subno", "subnr", "faceid", "groups", "vpid", "vpnr", "ppt", "pp", "ppid",
      "who", "owner",
    ]
    let names = words.flatMap { word in endings.map { word + $0 } + ["id", "nr"].map { $0 + word } }
    // What is measured of a response, and how many people there are, is no person.
    return Set(names).union(alone).subtracting([
      "response", "responses", "responsecode", "responsekey", "responsename", "responsenumber", "responseindex",
      "responseno", "responsenr", "responsenum", "nrresponse", "nrpeople", "nrmember", "nrhuman", "people", "peoples",
      "human", "humans", "members", "clients", "customers", "workers",
    ])
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

  /// Names such as `session_id` and `videoId`: of whatever it is, they tell one from another and measure nothing.
  static func endsAsIdentifier(_ name: String) -> Bool {
    let plain = plain(name)
    guard plain.count > 2, plain.hasSuffix("id") || plain.hasSuffix("uuid") || plain.hasSuffix("identifier") else {
      return false
    }
    // Before it stands no letter, or one of another height: "valid" and "grid" end so as well.
    let letters = Array(name.unicodeScalars.reversed().drop { !$0.properties.isAlphabetic })
    let ending = plain.hasSuffix("identifier") ? 10 : 2
    guard letters.count > ending else { return false }
    return !letters[ending].properties.isAlphabetic
      || (letters[ending].properties.isLowercase && letters[ending - 1].properties.isUppercase)
  }

  /// Names that tell rows apart where their values do, and people where values come again.
  static func isIdentity(_ name: String) -> Bool {
    ["id", "ids", "name", "names", "uuid", "guid"].contains(plain(name))
  }
}
