/// What the names of columns and arrays tell of their purpose, in the many ways in which people write them.
enum ColumnNames {
  /// In lower case, letters and digits alone: "Participant ID", "participant_id" and "participantId" are one name.
  static func plain(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }))
  }

  /// Who is in a row, in several languages. What may as well be a count ("kids") is not among them.
  private static let people: Set<String> = [
    "subject", "subj", "participant", "participants", "person", "persons", "user", "patient", "individual", "identity",
    "actor", "actress", "speaker", "talker", "singer", "signer", "performer", "respondent", "response", "recipient",
    "observer", "volunteer", "player", "poser", "sitter", "celebrity", "child", "infant", "baby", "kid", "student",
    "pupil", "teacher", "employee", "candidate", "applicant", "interviewee", "examinee", "driver", "member", "client",
    "customer", "worker", "donor", "mturk", "prolific", "proband", "probanden", "probandin", "versuchsperson",
    "versuchspersonen", "versuchsteilnehmer", "personen", "vp", "vpn", "teilnehmer", "teilnehmerin", "patienten",
    "schüler", "sujet", "sujeto", "participante", "personne", "persona", "individu", "individuo", "soggetto",
    "partecipante", "paziente", "deelnemer", "proefpersoon", "deltagare", "deltager", "deltaker", "försöksperson",
    "forsøksperson", "forsøgsperson", "osallistuja", "koehenkilö", "uczestnik", "osoba", "badany", "účastník", "osoby",
    "denek", "katılımcı", "katilimci", "kişi", "kisi", "hasta", "испытуемый", "участник", "человек", "субъект", "被试",
    "受试者", "参与者", "被験者", "参加者", "피험자", "참가자",
  ]

  /// Who or what several rows share: numbers of such tell one from another, and measure nothing.
  private static let groups: Set<String> = [
    "clip", "video", "film", "movie", "sequence", "sequenz", "session", "sitzung", "recording", "aufnahme", "episode",
    "scene", "family", "familie", "famille", "familia", "household", "couple", "dyad", "team", "people", "human",
    "rater", "annotator", "labeler", "labeller", "coder", "judge", "evaluator", "examiner", "interviewer",
    "experimenter", "camera", "kamera", "device", "site", "school", "hospital", "classroom", "album", "article",
  ]

  private static let endings = [
    "", "s", "id", "ids", "uid", "pid", "no", "nos", "nr", "nro", "num", "nummer", "number", "numbers", "numero",
    "numéro", "name", "names", "code", "codes", "key", "identifier", "identity", "index", "label", "hash", "编号", "番号",
    "번호",
  ]

  private static let beginnings = ["id", "nr", "no", "num", "numero", "numéro", "nome", "nom", "anon", "code", "name"]

  /// Names of people that are not made of a word and an ending.
  private static let peopleAlone: Set<String> = [
    "pid", "sid", "uid", "sub", "subs", "subid", "subno", "subnr", "subnum", "subcode", "faceid", "faceidentity",
    "groups", "vpid", "vpnr", "ppt", "ppts", "pptid", "pp", "ppid", "ppnr", "ptid", "partid", "usr", "usrid", "login",
    "username", "nickname", "firstname", "lastname", "surname", "fullname", "email", "emailaddress", "mrn", "who",
    "owner", "celeb", "celebid", "celebname", "姓名", "名前", "이름", "имя",
  ]

  /// What is measured of a response, how many people there are, and what one feels oneself, is no person.
  private static let noPeople: Set<String> = [
    "response", "responses", "responsecode", "responsekey", "responsename", "responsenumber", "responseindex",
    "responseno", "responsenr", "responsenum", "responselabel", "nrresponse", "noresponse", "numresponse",
    "coderesponse", "nameresponse", "nrmember", "members", "clients", "customers", "workers", "employees", "teachers",
    "infants", "kids", "childs",
  ]

  /// Whether a name is one of `words`, with what people put behind it, or before it where it is no count of several.
  private static func isMade(_ plain: String, of words: Set<String>) -> Bool {
    // Wide tables number their columns, and none of these names ends so.
    guard let last = plain.utf8.last, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) else { return false }
    if endings.contains(where: { plain.hasSuffix($0) && words.contains(String(plain.dropLast($0.count))) }) {
      return true
    }
    return last != UInt8(ascii: "s")
      && beginnings.contains { plain.hasPrefix($0) && words.contains(String(plain.dropFirst($0.count))) }
  }

  static func isSubject(_ name: String) -> Bool {
    let plain = plain(name)
    guard !noPeople.contains(plain) else { return false }
    return peopleAlone.contains(plain) || isMade(plain, of: people)
  }

  /// Names of what rows have in common, people aside.
  static func isGroup(_ name: String) -> Bool {
    let plain = plain(name)
    // How many there are is a measurement.
    return !["n", "nr", "no", "num"].contains {
      plain.hasPrefix($0) && groups.contains(String(plain.dropFirst($0.count)))
    }
      && isMade(plain, of: groups)
  }

  /// Names that pandas, R and people give to the numbers of rows: "Unnamed: 0.1", "level_0", "rownames", "No.".
  static func isIndex(_ name: String) -> Bool {
    let plain = plain(name)
    if plain.hasPrefix("unnamed"), plain.dropFirst(7).allSatisfy({ ("0"..."9").contains($0) }) { return true }
    if plain.hasPrefix("level"), plain.count == 6, plain.last?.isNumber ?? false { return true }
    return [
      "", "index", "idx", "rowname", "rownames", "rowid", "rowno", "rownumber", "rownum", "rowindex",
      "sampleno", "serial", "serialno", "serialnumber", "sno", "slno", "srno",
    ].contains(plain)
  }

  /// Names that are an index only where the column does number the rows: an `x` or `n` may be a measurement.
  static func mayBeIndex(_ name: String) -> Bool {
    [
      "x", "n", "i", "no", "nr", "num", "number", "id", "row", "obs", "observation", "count", "counter", "record",
      "sample", "key", "v1", "x1", "column1", "nummer", "numero", "numéro", "case", "instance", "item", "entry", "line",
      "seq", "position", "order", "rank", "pk", "lfdnr", "lfdno", "laufendenummer",
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
    ["id", "ids", "name", "names", "uuid", "guid", "sampleid", "recordid", "caseid"].contains(plain(name))
  }
}
