import Testing
import TextMining

@Suite struct ReadingTests {
  @Test func tablesAreRead() throws {
    let corpus = try TextFixture.abstracts()
    #expect(corpus.documents.count == 12 && corpus.problems.isEmpty)
    let first = corpus.documents[0]
    #expect(first.title == "Rare faces" && first.year == 2019 && first.label == "imbalance")
    #expect(first.keywords == ["class imbalance", "oversampling"])
    let odd = try Corpus(csv: "\u{FEFF}ID;Text\r\n1;\"two\r\nlines; \"\"quoted\"\"\"\r\n2\r\n3;\r\n4;last")
    #expect(odd.documents.map(\.text) == ["two\r\nlines; \"quoted\"", "last"])
    #expect(
      odd.problems == [
        ReadingProblem(line: 4, message: "1 fields, where the header has 2"),
        ReadingProblem(line: 5, message: "there is no text"),
      ])
    #expect(throws: TextError.noTextColumn(known: ["a", "b"])) { try Corpus(csv: "a,b\n1,2") }
    #expect(throws: TextError.unknownColumn("c", known: ["a", "b"])) { try Corpus(csv: "a,b\n1,2", text: "c") }
    #expect(throws: TextError.noDocuments) { try Corpus(csv: "") }
    #expect(
      try Corpus(csv: "text\n\"no end").problems == [
        ReadingProblem(line: 2, message: "a quoted field has no end")
      ])
  }

  @Test func bibTeXIsRead() throws {
    let corpus = try Corpus(
      bibTeX: """
        @string{pr = {Pattern Recognition}}
        @comment{ @article{no, title={never}} }
        @article{mueller2020,
          title = {{F}ear in {G}r\\"o{\\ss}e},
          author = "M{\\"u}ller, Jos{\\'e} and {\\O}stby, Anna",
          journal = pr # " Letters", year = 2020, month = jan,
          keywords = {faces, fear}
        }
        @book(key2, title = {A -- B \\& C}, abstract = {About
           faces.},)
        """)
    #expect(corpus.problems.isEmpty)
    #expect(corpus.documents.map(\.source) == ["mueller2020", "key2"])
    #expect(corpus.documents[0].title == "Fear in Größe")
    #expect(corpus.documents[0].authors == ["Müller, José", "Østby, Anna"])
    #expect(corpus.documents[0].year == 2020 && corpus.documents[0].keywords == ["faces", "fear"])
    #expect(corpus.documents[1].title == "A – B & C" && corpus.documents[1].text == "About faces.")
  }

  @Test func brokenBibTeXTellsItsLineAndReadsTheRest() throws {
    let corpus = try Corpus(
      bibTeX: """
        @article{one, title = {First}}
        @article{two,
          title = {Second,
          year = 2001
        }
        @article{three, title = {Third}}
        @article{four, title {Fourth}}
        @article{five, title = "Fifth}
        @article{six, year = 2000}
        @article{seven, title = {Seventh}}
        @article{eight, title = {Eighth
        """)
    #expect(corpus.documents.map(\.source) == ["one", "three", "seven"])
    #expect(corpus.problems.map(\.line) == [6, 7, 8, 9, 11])
    #expect(
      corpus.problems[0].message
        == "after the field 'title' stands neither ',' nor the entry's end (in the entry of line 2)")
    #expect(corpus.problems[1].message == "'title' has no '='")
    let unended = ReadingProblem(line: 1, message: "the entry 'a' has no end")
    #expect(throws: TextError.nothingRead(format: "BibTeX", first: unended, problems: 1)) {
      try Corpus(bibTeX: "@article{a")
    }
    #expect(throws: TextError.noDocuments) { try Corpus(bibTeX: "no entries") }
  }

  @Test func risIsRead() throws {
    let corpus = try Corpus(
      ris: """
        TY  - JOUR
        TI  - Faces of fear
        AU  - Doe, Jane
        AU  - Roe, Richard
        PY  - 2021/05/01
        KW  - faces
        KW  - fear
        AB  - A long abstract
          that goes on.
        ER  -
        stray
        TY - BOOK
        T1 - Second
        TY  - JOUR
        ER  -
        """)
    #expect(corpus.documents.map(\.title) == ["Faces of fear", "Second"])
    #expect(corpus.documents[0].text == "A long abstract that goes on.")
    #expect(corpus.documents[0].authors == ["Doe, Jane", "Roe, Richard"] && corpus.documents[0].year == 2021)
    #expect(corpus.problems.map(\.line) == [11, 12, 14])
    #expect(corpus.problems.map(\.isRead) == [false, true, false])
    #expect(throws: TextError.noDocuments) { try Corpus(ris: "") }
  }

  @Test func foldersAreRead() throws {
    let corpus = try Corpus(files: [("b/two.txt", "Two"), ("a/one.txt", " One\n"), ("none.txt", " ")])
    #expect(corpus.documents.map(\.text) == ["One", "Two"])
    #expect(corpus.documents.map(\.label) == ["a", "b"])
    #expect(throws: TextError.noDocuments) { try Corpus(files: []) }
  }
}
