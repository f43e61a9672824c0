/// Words that stand for a value that is missing, as pandas, R, Excel and people write them; in lower case.
public enum MissingWords {
  /// Whether a word stands for nothing in any column, in whatever case it is written.
  public static func isMissing(_ text: String) -> Bool { everywhere.contains(text.lowercased()) }

  /// In any column: nobody calls a class or a person so.
  static let everywhere: Set<String> = [
    "", "na", "n/a", "n.a.", "nan", "-nan", "+nan", "nat", "null", "?", "#n/a", "#n/a n/a", "#na", "<na>", "1.#ind",
    "-1.#ind",
    "1.#qnan", "-1.#qnan", "#value!", "#ref!", "#div/0!", "#name?",
  ]

  /// Among numbers these can mean nothing else; among classes, `none` may be an answer.
  static let amongNumbers = everywhere.union(["none", "missing"]).subtracting([""])

  /// Of people: who is called so is not known.
  static let amongPeople = everywhere.union([
    "none", "nil", "unknown", "unk", "missing", "-", "--", "---", "–", "—", ".", "..", "...", "*", "nobody",
    "undefined",
    "unspecified", "not available", "not known", "not given", "not recorded", "anonymous", "unbekannt", "inconnu",
    "inconnue", "desconocido", "sconosciuto",
    // Codes of questionnaires: nobody has a number below zero.
    "-1", "-1.0", "-9", "-9.0", "-99", "-99.0", "-999", "-999.0",
  ])
}
