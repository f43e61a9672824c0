import Numerics
import Samples
import Testing

@testable import Datasets

/// Tables as people have them: each test stands for a kind of file that was once misread.
struct TableKindsTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  private func load(_ text: String, _ change: (inout LoadOptions) -> Void = { _ in }) throws -> Dataset {
    var options = LoadOptions()
    change(&options)
    return try loader.load(path: try folder.write(text, to: "t.csv"), options: options)
  }

  /// Rows of a label, two measurements, and what `column` gives for each row, under a name.
  private func table(_ name: String, rows: Int = 24, _ column: (Int) -> String) -> String {
    "\(name),a,b,label\n"
      + (0..<rows).map { "\(column($0)),\(($0 * 7) % 11).5,\(($0 * 5) % 13).25,\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
  }

  @Test func numbersOfWhatRowsShareAreNoFeatures() throws {
    let repeated = try load(table("clip") { String($0 * 7 % 8 + 100) })
    #expect(repeated.columnNames == ["a", "b"])
    #expect(repeated.notes.contains { $0.contains("'clip' tells one thing from another") })
    // Where none comes again, or they are fractions, they are measured.
    #expect(try load(table("clip") { String($0 * 7 % 24) }).columnNames == ["clip", "a", "b"])
    #expect(try load(table("clip") { "\($0 % 4).5" }).columnNames == ["clip", "a", "b"])
  }

  @Test(arguments: [
    "a,b,label\n1,2,x\n3,4,y\n   \n", "a,b,label\n1,2,x\n \t \n3,4,y\n\n  ", "a,b,label\r1,2,x\r3,4,y\r",
  ])
  func linesOfBlanksAreNoRowsAndNoPartOfALabel(text: String) throws {
    let set = try load(text)
    #expect(set.count == 2)
    #expect(set.labels.names == ["x", "y"])
  }

  @Test func barsAndBlanksSeparate() throws {
    for text in [
      "a|b|label\n1|2|x\n3|4|y\n", "a b label\n1 2 x\n3  4 y \n",
      "\"a\" \"b\" \"label\"\n\"1\" 1 2 \"x\"\n\"2\" 3 4 \"y\"\n",
    ] {
      let set = try load(text)
      #expect(set.matrix.storage == [1, 2, 3, 4], "\(text)")
      #expect(set.labels.names == ["x", "y"])
    }
    #expect(try load("a:b:label\n1:2:x\n3:4:y\n") { $0.separator = UInt8(ascii: ":") }.columnNames == ["a", "b"])
  }

  @Test func namesOfRowsThatRWritesHaveNoNameThemselves() throws {
    let set = try load("\"a\",\"b\",\"label\"\n\"1\",1.5,2,\"happy\"\n\"2\",2.5,3,\"sad\"\n")
    #expect(set.columnNames == ["a", "b"])
    #expect(set.rowNames == ["1", "2"])
  }

  @Test func missingLabelsAreNoClass() throws {
    let set = try load("a,b,label\n1,2,nan\n3,4,x\n5,6,\n7,8,NA\n9,9,y\n")
    #expect(set.labels.names == ["x", "y"])
    #expect(set.matrix.storage == [3, 4, 9, 9])
    #expect(set.notes.contains("3 rows of 5 without a label are left out"))
    #expect(throws: DatasetError.noLabelledRows(rows: 1)) { try load("a,label\n1,NA\n") }
  }

  @Test func measurementsAreNoClasses() throws {
    let text = "a,b,target\n" + (0..<40).map { "\($0 % 7).5,\($0 % 5).5,\(Double($0) / 7)\n" }.joined()
    #expect(throws: DatasetError.self) { try load(text) }
    #expect(try load("a,b,target\n1,2,0.5\n3,4,1.5\n5,6,0.5\n1,2,0.5\n3,4,1.5\n5,6,0.5\n").labels.names.count == 2)
  }

  @Test func yesAndNoAreNumbers() throws {
    #expect(try load("a,b,label\nTrue,2,x\nFalse,3,y\n").matrix.storage == [1, 2, 0, 3])
  }

  @Test(arguments: [
    "Unnamed: 0", "Unnamed: 0.1", "level_0", "rownames", "X", "No.", "", "index", "id", "row_id", "Row",
  ])
  func theNumberOfARowIsNoFeature(name: String) throws {
    let set = try load(table(name) { "\($0)" })
    #expect(set.columnNames == ["a", "b"])
    #expect(set.notes.contains { $0.hasPrefix("column '\(name)' names the rows and is not a feature") })
  }

  /// Wherever the column stands and whatever it is called; one that is called a feature is one.
  @Test func whatCountsTheRowsIsNoFeature() throws {
    let rows = (0..<24).map { "\($0 * 5 % 7),\($0 * 3 % 11),\($0 + 1),\($0 < 12 ? "x" : "y")" }.joined(separator: "\n")
    for name in ["z", "X", "No."] {
      #expect(try load("a,b,\(name),label\n\(rows)\n").columnNames == ["a", "b"], "\(name)")
    }
    let asked = try load("a,b,feature:z,label\n\(rows)\n")
    #expect(asked.columnNames == ["a", "b", "z"])
    try asked.samples.writeCSV(to: folder.path("saved.csv"))
    #expect(try loader.load(path: folder.path("saved.csv")).columnNames == ["a", "b", "z"])
  }

  @Test(arguments: [
    "participant_id", "Subject ID", "person", "pid", "user", "participant", "subjectId", "Patient No.", "groups",
  ])
  func whoIsInARowIsNoFeature(name: String) throws {
    let set = try load(table(name) { "\(100 + $0 / 6)" })
    #expect(set.columnNames == ["a", "b"])
    #expect(Set(set.subjects ?? []) == ["100", "101", "102", "103"])
    #expect(set.notes.contains { $0.contains("'\(name)' tells who is in each row") })
  }

  @Test func anIdThatComesAgainIsAPerson() throws {
    #expect(Set(try load(table("id") { "\($0 / 6)" }).subjects ?? []).count == 4)
    #expect(try load(table("name") { "n\($0 / 6)" }).subjects?.first == "n0")
    // As REDCap calls people.
    #expect(Set(try load(table("record_id") { "\($0 / 6)" }).subjects ?? []).count == 4)
  }

  @Test func numbersInBlocksAndNumbersThatGrowAreAskedAbout() throws {
    #expect(try load(table("vid") { "\(7 + $0 / 4)" }).notes.contains { $0.contains("comes in blocks") })
    #expect(try load(table("time") { "\(3 * $0 + 100)" }).notes.contains { $0.contains("only grows") })
    #expect(try load(table("time") { "\(100 - $0)" }).notes.contains { $0.contains("only falls") })
  }

  @Test func onePersonIsOneHoweverTheyAreWritten() {
    let spelling = SubjectSpelling(["S1", "s1 ", "S2", "NA", "unknown", "-1", "", "S1"])
    #expect(spelling.subjects == ["S1", "S1", "S2", "", "", "", "", "S1"])
    #expect(spelling.notes.count == 2)
    #expect(Set(SubjectSpelling(["1", "01", "1.0", "2"]).subjects).count == 2)
    #expect(Set(SubjectSpelling(["a1", "a01"]).subjects).count == 2, "words are not numbers")
  }

  @Test func zerosInFrontMakeAnotherClass() throws {
    let set = try load("a,label\n1,001\n2,01\n3,1\n4,2\n")
    #expect(Set(set.labels.names) == ["001", "01", "1", "2"])
    #expect(set.notes.contains { $0.hasPrefix("kept apart, though they are one number") })
    #expect(try load("a,label\n1,1.0\n2,2.0\n").labels.names == ["1", "2"])
  }

  @Test func repeatedRowsAreTold() throws {
    let set = try load("a,b,subject,label\n1,2,S1,x\n1,2,S2,y\n3,4,S1,x\n3,4,S1,x\n")
    #expect(
      set.notes.contains {
        $0.hasPrefix("2 rows repeat an earlier one number for number (such as row 2 row 1)")
          && $0.contains("1 of them of another subject") && $0.contains("1 of them of another class")
      }, "\(set.notes)")
  }

  @Test func largeNumbersLoseDigitsAndSaySo() throws {
    #expect(try load("a,b,label\n20160101,2,x\n3,4,y\n").notes.contains { $0.contains("seven digits") })
    #expect(try load("a,b,label\n16777216,2,x\n3,4,y\n").notes.allSatisfy { !$0.contains("seven digits") })
  }

  @Test func tablesAreJoinedByTheNamesOfTheirColumns() throws {
    try folder.write("a,b,label\n1,2,x\n", to: "two/train.csv")
    try folder.write("B,A,label\n3,4,y\n", to: "two/test.csv")
    #expect(
      throws: DatasetError.cannotMerge(
        first: "train", second: "test",
        reason: "their columns are named differently: only 'train' has a, b, only 'test' has B, A")
    ) { try loader.load(path: folder.path("two")) }
  }

  @Test func featuresMayBeCalledWhatARoleIsCalled() throws {
    let set = try Dataset(
      Matrix(rows: 2, columns: 3, storage: [1, 2, 3, 4, 5, 6]),
      columns: [.labels(.init(names: ["x", "y"], codes: [0, 1])), .subjects(["p", "q"])],
      columnNames: ["label", "subject", "id"], manifest: Manifest(name: "made"))
    try set.samples.writeCSV(to: folder.path("s.csv"))
    let read = try loader.load(path: folder.path("s.csv"))
    #expect(read.columnNames == ["label", "subject", "id"])
    #expect(read.matrix.storage == [1, 2, 3, 4, 5, 6])
    #expect(read.labels.names == ["x", "y"] && read.subjects == ["p", "q"])
  }

  @Test(arguments: [
    "a,b,label\n1,2,x\n3,4,y\n\u{1A}", "a,b,label\n1,2,x\n\u{A0}\n3,4,y\n\u{C}\n",
    "a,b,label\n1,2,x\n\u{FEFF}\n3,4,y\n\u{3000}\n",
  ])
  func whatLooksBlankIsNoRow(text: String) throws {
    #expect(try load(text).matrix.storage == [1, 2, 3, 4])
    #expect(throws: DatasetError.self) { try load("a,b,label\n1,2,x\n\u{1}\n3,4,y\n") }
  }

  @Test(arguments: ["sep=;\n", "SEP=;\r\n", "\u{FEFF}\"sep=;\"\n"])
  func theLineThatTellsExcelOfTheSeparatorIsNoHeader(_ line: String) throws {
    let set = try load(line + "a;b;label\n1;2;x\n3;4;y\n")
    #expect(set.columnNames == ["a", "b"])
    #expect(set.count == 2)
  }

  @Test(arguments: ["-nan", "N.A.", "NaT", "#NA", "<NA>", "-1.#IND"])
  func wordsOfOtherProgramsForAMissingLabel(_ word: String) throws {
    #expect(try load("a,b,label\n1,2,\(word)\n3,4,x\n9,9,y\n").labels.names == ["x", "y"])
    #expect(try load("a,b,label\n1,\(word),y\n3,4,x\n9,9,y\n").matrix.storage[1].isNaN)
  }

  @Test func measurementsWithACommaAreNoClassesEither() throws {
    let rows = (0..<30).map { "\($0),1,\"\($0),25\"\n" }.joined()
    #expect(throws: DatasetError.labelsNotClasses(example: "0,25")) { try load("a,b,label\n" + rows) }
  }

  @Test func aClassForEveryRowIsAskedAfter() throws {
    #expect(try load(table("c") { "\($0 % 5)" }).notes.allSatisfy { !$0.contains("are these labels?") })
    let rows = (0..<12).map { "\($0 * 3 % 7),1,\($0)\n" }.joined()
    #expect(try load("a,b,label\n" + rows).notes.contains { $0.contains("are these labels?") })
  }

  @Test(arguments: [
    "Vpn", "Versuchsperson", "ProbandenNr", "Nr. Proband", "Teilnehmer", "sujet", "Denek No", "kişi", "ID_subject",
    "subject_identifier", "ResponseId", "worker_id", "PROLIFIC_PID", "member_id",
  ])
  func peopleAreKnownByTheirNamesInOtherLanguagesAndForms(_ name: String) throws {
    let set = try load(table(name) { "\(100 + $0 % 6)" })
    #expect(Set(set.subjects ?? []).count == 6)
    #expect(set.columnNames == ["a", "b"])
  }

  @Test func anIdentifierThatComesAgainIsNoFeature() throws {
    for name in ["session_id", "videoId", "Clip ID"] {
      let set = try load(table(name) { "\(100 + $0 % 6)" })
      #expect(set.columnNames == ["a", "b"], "\(name)")
      #expect(set.notes.contains { $0.contains("'\(name)' tells one thing from another") })
    }
    for name in ["valid", "GRID", "response", "people"] {
      #expect(try load(table(name) { "\($0 % 2)" }).columnNames == [name, "a", "b"])
    }
  }

  @Test func longNumbersOfPeopleAreToldApart() throws {
    let set = try load(table("subject") { "\(9_223_372_036_854_775_808 + UInt64($0 % 6))" })
    #expect(Set(set.subjects ?? []).count == 6)
    let spelt = try load(table("subject") { ["7", "07", "7.0", "+7", "-7", "8"][$0 % 6] })
    #expect(Set(spelt.subjects ?? []).count == 3)
  }
}
