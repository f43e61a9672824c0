import Numerics
import Samples
import Testing

@testable import Datasets

struct TableTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  private func load(_ text: String, label: String? = nil, name: String = "t.csv") throws -> Dataset {
    try folder.write(text, to: name)
    return try loader.load(
      path: folder.path(name), options: LoadOptions(labelColumn: label), context: ExecutionContext(threads: 2))
  }

  private func load(_ text: String, _ change: (inout LoadOptions) -> Void) throws -> Dataset {
    try folder.write(text, to: "t.csv")
    var options = LoadOptions()
    change(&options)
    return try loader.load(path: folder.path("t.csv"), options: options, context: ExecutionContext(threads: 2))
  }

  private func error(_ text: String, label: String? = nil) throws -> DatasetError? {
    do {
      _ = try load(text, label: label)
      return nil
    } catch let error as DatasetError {
      return error
    }
  }

  private func storage(_ set: Dataset) -> [Float] { set.matrix.storage }

  /// A spreadsheet of Western Europe saves its accents so; read as UTF-8 they would turn into question marks.
  @Test func otherEncodingsAreRefusedByTheirFirstLetter() throws {
    let text = "a,label\n1,joie\n2,d\u{E9}go\u{FB}t\n"
    try folder.write(text.unicodeScalars.map { UInt8($0.value) }, to: "t.csv")
    let what = "line 3 has the byte 0xE9, which would be '\u{E9}' in Latin-1 or Windows-1252"
    #expect(throws: DatasetError.badEncoding(file: folder.path("t.csv"), what: what)) {
      try loader.load(path: folder.path("t.csv"))
    }
    let set = try load(text)
    #expect(set.labels.names.contains("d\u{E9}go\u{FB}t"))
  }

  @Test func theCheckOfUTF8AgreesWithTheStandardLibrary() {
    var generator = SeededGenerator(seed: 5)
    let pieces: [[UInt8]] = [
      Array("a".utf8), Array("\u{E9}".utf8), Array("\u{20AC}".utf8), Array("\u{1F600}".utf8), [0x80], [0xC0, 0x80],
      [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xE2, 0x82],
      [UInt8](repeating: 0x41, count: 40),
    ]
    for _ in 0..<2000 {
      let bytes = (0..<6).flatMap { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }
      let found = bytes.withUnsafeBytes { UTF8Check.firstInvalid(in: $0) }
      #expect((found == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
      if let found { #expect(String(validating: bytes[..<found], as: UTF8.self) != nil, "\(bytes)") }
    }
  }

  @Test func aPlainTable() throws {
    let set = try load("a,b,label\n1,2.5,Happiness\n-3,1e-3,sad\n")
    #expect(storage(set) == [1, 2.5, -3, 0.001])
    #expect(set.columnNames == ["a", "b"])
    #expect(set.labels == Labels(names: ["happy", "sad"], codes: [0, 1]))
    #expect(set.layout == .table)
    #expect(set.rowNames == ["row 1", "row 2"])
  }

  @Test(arguments: [
    "a;b;label\r\n1;2;x\r\n3;4;y\r\n", "a\tb\tlabel\n1\t2\tx\n3\t4\ty", "\u{FEFF}a,b,label\n1,2,x\n\n3,4,y\n\n",
    "\"a\",\"b\",\"label\"\n\"1\",\" 2\",\"x\"\n 3 , 4 ,y\n", "b_,label,b\n1,x,2\n3,y,4\n",
  ])
  func separatorsLineEndsAndQuotes(_ text: String) throws {
    let set = try load(text)
    #expect(storage(set) == [1, 2, 3, 4])
    #expect(set.labels.names == ["x", "y"])
  }

  @Test func quotedFieldsMayHoldAnything() throws {
    let set = try load("a,label\n1,\"x, \"\"y\"\"\nz\"\n2,w\n")
    #expect(set.labels.names == ["w", "x, \"y\"\nz"])
    #expect(try error("a,label\n1,\"x\"\n\n2,\"y\n") == .unclosedQuote(file: folder.path("t.csv"), line: 4))
  }

  @Test func optionalColumns() throws {
    let set = try load("file,a,subject,group,source,split,label\nf1,1,S1,g,k,Training,x\nf2,2,S2,h,k,PrivateTest,y\n")
    #expect(set.subjects == ["S1", "S2"])
    #expect(set.groups == ["g", "h"])
    #expect(set.sources == ["k", "k"])
    #expect(set.parts == [.train, .test])
    #expect(set.rowNames == ["f1", "f2"])
    #expect(set.columnNames == ["a"])
  }

  @Test func whichColumnIsTheLabel() throws {
    #expect(try load("a,x,y\n5,1,0\n6,2,1\n").labels.names == ["0", "1"])
    #expect(try load("x,y,class\n1,0,a\n2,1,b\n").columnNames == ["x", "y"])
    #expect(try load("x,kind\n1,a\n2,b\n").labels.names == ["a", "b"])
    #expect(try load("x,mood\n1,1\n2,2\n", label: "Mood").labels.names == ["1", "2"])
    #expect(try load("5.1,3.5,setosa\n4.9,3.0,virginica\n").count == 2)
    #expect(
      try error("emotion,label,a\n1,2,3\n")
        == .labelColumnAmbiguous(candidates: ["emotion", "label"], columns: ["emotion", "label", "a"]))
    #expect(
      try error("a,mood\n1,2\n", label: "mod")
        == .labelColumnMissing(wanted: "mod", columns: ["a", "mood"], nearest: "mood"))
    #expect(try error("label\nx\n")?.code == "E0519")
  }

  private static let people = """
    person,sex,age,note,emotion,x,y
    P1,f,20,"long, story",happy,1,0.5
    P2,m,,short,sad,2,1.5
    P1,,31,NA,happy,3,2.5

    """

  @Test func columnsHaveTheRolesTheyAreGiven() throws {
    let set = try load(Self.people) { options in
      options.labelColumn = "emotion"
      options.subjectColumn = "person"
      options.attributeColumns = ["sex", "age"]
      options.dropColumns = ["note"]
    }
    #expect(set.labels == Labels(names: ["happy", "sad"], codes: [0, 1, 0]))
    #expect(set.subjects == ["P1", "P2", "P1"])
    #expect(set.metadata.attributes.map(\.name) == ["sex", "age"])
    #expect(set.metadata.attribute(named: "sex")?.values == .texts(["f", "m", nil]))
    #expect(set.metadata.attribute(named: "age")?.values == .wholeNumbers([20, nil, 31]))
    #expect(set.columnNames == ["x", "y"])
    #expect(storage(set) == [1, 0.5, 2, 1.5, 3, 2.5])
  }

  @Test func columnsOfTextAreAttributesWithANote() throws {
    let set = try load(Self.people) { $0.dropColumns = ["age"] }
    #expect(set.labels.names == ["happy", "sad"])
    #expect(set.metadata.attributes.map(\.name) == ["sex", "note"])
    #expect(set.subjects == ["P1", "P2", "P1"])
    #expect(set.metadata.attribute(named: "note")?.texts == ["long, story", "short", nil])
    #expect(
      set.notes.contains { $0.contains("columns of text kept as attributes: sex, note;") }, "\(set.notes)")
  }

  @Test func aTableOfNumbersHasNoLabelsUnlessOneIsNamed() throws {
    for text in ["x,y\n1,0\n2,1\n", "a,b\n1,2\n", "x,y\n0.5,0.25\n1,2\n", "a,x,y\n1,2,0.5\n3,4,1.5\n"] {
      let set = try load(text)
      #expect(set.metadata.knownLabels == nil && set.metadata.target == nil, "\(text)")
      #expect(set.notes.contains("no column was taken for the labels: label= names one"))
      #expect(throws: SamplesError.self) { try set.metadata.labels }
    }
    #expect(try load("x,y\n1,0\n2,1\n", label: "y").labels.names == ["0", "1"])
    let number = try load("x,y\n1,0.5\n2,\n") { $0.targetColumn = "y" }
    #expect(number.metadata.target == .numbers(name: "y", [0.5, nil]))
    #expect(number.columnNames == ["x"])
  }

  @Test func columnsThatAreNotThereOrNamedTwiceAreRefused() throws {
    #expect(
      throws: DatasetError.columnMissing(
        parameter: "subject", wanted: "persn", columns: ["person", "x", "label"], nearest: "person")
    ) { try load("person,x,label\np,1,a\n") { $0.subjectColumn = "persn" } }
    #expect(throws: DatasetError.columnTwice(name: "x", first: "attributes", second: "drop")) {
      try load("x,z,label\n1,2,a\n") {
        $0.attributeColumns = ["x"]
        $0.dropColumns = ["x"]
      }
    }
    #expect(
      throws: DatasetError.badCell(
        file: folder.path("t.csv"), line: 3, column: "age", text: "old", problem: .text)
    ) { try load("x,age\n1,20\n2,old\n") { $0.targetColumn = "age" } }
  }

  @Test(arguments: [
    ("1,-inf,x", "a", "-inf", DatasetError.CellProblem.infinite), ("1,two,x", "a", "two", .text),
    ("1,1e60,x", "a", "1e60", .tooLarge),
    ("1,\"1,5\",x", "a", "1,5", .decimalComma), ("1,\"1.000,5\",x", "a", "1.000,5", .grouped),
    ("1,1 000,x", "a", "1 000", .grouped), ("1,\"-1,234,567.8\",x", "a", "-1,234,567.8", .grouped),
    ("1,1'000,x", "a", "1'000", .grouped), ("1,1.2.3,x", "a", "1.2.3", .text), ("1,0x10,x", "a", "0x10", .text),
  ])
  func badCellsAreNamed(_ row: String, _ column: String, _ text: String, _ problem: DatasetError.CellProblem) throws {
    let found = try error("z,a,label\n1,2,x\n\n" + row + "\n")
    #expect(found == .badCell(file: folder.path("t.csv"), line: 4, column: column, text: text, problem: problem))
  }

  @Test(arguments: ["", "NaN", "nan", "NA", "n/a", "null", "None", "?", "\"\"", " "])
  func missingNumbersAreTakenAndTold(_ cell: String) throws {
    let set = try load("z,a,label\n1,2,x\n3,\(cell),y\n4,5,x\n")
    #expect(storage(set).map(\.bitPattern) == [1, 2, 3, Float.nan, 4, 5].map(\.bitPattern))
    #expect(set.notes.contains("1 number is missing, in 1 of 3 rows and 1 of 2 columns: a 1"), "\(set.notes)")
    #expect(set.fingerprint == (try load("z,a,label\n1,2,x\n3,NA,y\n4,5,x\n").fingerprint))
  }

  @Test func aMissingNumberInTheFirstLineIsNoHeader() throws {
    #expect(try load("NA,2.5,x\n1,2,y\n").count == 2)
    #expect(try load(",2.5,x\n1,2,y\n").count == 2)
    #expect(try load(",0,1,label\n0,2.5,3,x\n1,2,3,y\n").count == 2, "pandas numbers its columns so")
  }

  @Test func fullTablesHaveNoSuchNote() throws {
    #expect(try load("z,a,label\n1,2,x\n3,4,y\n").notes.allSatisfy { !$0.contains("missing") })
  }

  @Test func raggedRowsAndEmptyTables() throws {
    let file = folder.path("t.csv")
    #expect(try error("a,label\n1,x\n2\n") == .raggedRow(file: file, line: 3, found: 1, expected: 2))
    #expect(try error("a,label\n1,x,3\n") == .raggedRow(file: file, line: 2, found: 3, expected: 2))
    #expect(try error("a,label\n") == .emptyTable(file: file))
    #expect(try error("") == .emptyTable(file: file))
    try folder.write([0xFF, 0xFE, 0x61, 0x00], to: "t.csv")
    #expect(throws: DatasetError.badEncoding(file: file, what: "it is UTF-16")) { try loader.load(path: file) }
  }

  @Test func theFirstBadLineIsToldOnAnyNumberOfThreads() throws {
    var lines = (0..<40_000).map { "\($0),x" }
    lines[35_000] = "bad,x"
    lines[20_000] = "worse,x"
    let text = "a,label\n" + lines.joined(separator: "\n")
    guard case .badCell(_, 20_002, "a", "worse", .text) = try error(text) else {
      Issue.record("another error")
      return
    }
  }

  @Test func twoTablesCalledTrainAndTestAreOneSet() throws {
    try folder.write("a,b,label\n1,2,x\n", to: "two/train.csv")
    try folder.write("b,a,label\n3,4,y\n", to: "two/test.csv")
    let set = try loader.load(path: folder.path("two"))
    #expect(set.parts == [.train, .test])
    #expect(storage(set) == [1, 2, 4, 3])
    try folder.write("a,label\n1,x\n", to: "two/more.csv")
    #expect(throws: DatasetError.self) { try loader.load(path: folder.path("two")) }
  }

  /// Texts just beside the middle of two single-precision numbers, with more digits than a double holds: rounded to a
  /// double before the point is set, they would go to the wrong one. Found by exact fractions of Python.
  @Test(
    arguments: [
      ("0.95814678072929382", 0x3F75_491C), ("0.9329501092433929", 0x3F6E_D5D2), ("0.717618674039840698", 0x3F37_B5DC),
      ("-0.75088223814964295", 0xBF40_39D2),
    ] as [(String, UInt32)])
  func longNumbersAreRoundedOnce(_ text: String, _ bits: UInt32) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBytes { NumberParser.number($0, 0..<bytes.count) }?.bitPattern == bits)
  }

  /// A number is read where it stands, in one pass; everything else must come out as it does field by field.
  @Test func cellsThatAreNoPlainNumbersAreReadAsBefore() throws {
    let dataset = try load("a,b,label\n 1.5 , -2,x\n\"3\",+4.25,y\n1e2,.5,x\n5.,NA,y\n True,,x\n")
    #expect(
      dataset.matrix.storage.map(\.bitPattern)
        == [1.5, -2, 3, 4.25, 100, 0.5, 5, .nan, 1, .nan].map { Float($0).bitPattern })
    #expect(throws: DatasetError.self) { try load("a,b,label\n1.5x,2,x\n3,4,y\n") }
    #expect(throws: DatasetError.self) { try load("a,b,label\n1,2,x,3\n3,4,y\n") }
    #expect(throws: DatasetError.self) { try load("a,b,c\n1,2\n3,4,5\n") }
  }

  @Test func numbersAreReadAsTheStandardLibraryReadsThem() {
    var generator = SeededGenerator(seed: 3)
    var wrong: [String] = []
    for _ in 0..<2000 {
      let value = (generator.uniform() - 0.5) * Double(1 << generator.below(60))
      for text in ["\(value)", "\(Float(value))", "\(Int(value))", "\(value)e-7"] {
        let bytes = Array(text.utf8)
        let read = bytes.withUnsafeBytes { NumberParser.number($0, 0..<bytes.count) }
        if read != Double(text).map({ Float($0) }) { wrong.append(text) }
        // The number at the start of a longer text ends where the number does.
        let more = bytes + Array(";7".utf8)
        let plain = more.withUnsafeBytes { PlainDecimal($0, from: 0, to: $0.count) }
        if let plain, plain.end != bytes.count && !text.contains("e") { wrong.append(text + ";7") }
      }
    }
    #expect(wrong.isEmpty)
  }
}
