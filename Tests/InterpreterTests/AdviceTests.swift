import Diagnostics
import Foundation
import Numerics
import Plans
import Testing

@testable import Interpreter
@testable import Stages

/// What an error advises to write can be written: every piece in back quotes behind "write", and every line in a remedy or
/// a note, goes through the checker, in the place of what it is advice on or as a line of its own.
@Suite(.serialized) struct AdviceTests {
  private let session = SessionHarness(threads: 1).session

  /// Mistakes that people make who come from other languages, beside the golden ones.
  static let mistakes: [String] = [
    "report base", "info faces", "best t", "sort t", "confusion base", "top t", "plot base", "classes faces",
    "audit base by=group extra", "compare a b c", "compare base fair a by=uar", "base | audit group",
    "base | audit [group, sex]", "base | audit macro_f1",
    "report base | save \"x.json\"", "print base", "head t", "summary(base)",
    "base.head()",
    "t.sort_values()", "plt.plot(base)", "pd.read_csv(\"x.csv\")", "faces 40 | lbp | RandomForestClassifier",
    "faces 40 | lbp | rf", "faces 40 | lbp | xgb", "faces 40 | train_test_split", "faces 40 | lbp | pca [5, 10] | svm",
    "faces 40 | [lbp, pixels] | svm", "faces 40 | lbp | svm [linear, rbf]", "faces 40 | lbp | svm | cv=5",
    "faces 40 | lbp | pca n_components=5", "faces 40 | lbp | pca(5)", "faces 40 | lbp | SVC(kernel=\"rbf\", C=10)",
    "x <- faces 40", "x := faces 40", "x = faces(40)", "faces 40 |> lbp", "faces 40 %>% lbp", "faces 40 -> lbp",
    "let x = faces 40", "for k in 5", "if base.macro_f1 > 0.3", "function f", "import faces", "library(caret)",
    "from sklearn import svm", "a, b = faces 4", "(base.macro_f1 = 0.3)", "base | expect base.macro_f1 > 0.3",
    "faces 40 | lbp | pca k * 2", "((1 > 2) && (2 > 1))", "((1 > 2) || (2 > 1))", "(!(1 > 2))", "(1 <> 2)", "(1 === 1)",
    "(1 ^ 2)", "(2 ** 3)",
    "faces 40; lbp", "faces 40 | lbp | svm --C 10", "faces 40 | lbp | svm C:10", "faces 40 | lbp | pca whiten=True",
    "load 'faces.csv'", "load faces/a.csv", "load “faces”", "// a note", "faces 40 | lbp | pca 1,000",
    "faces 40 | lbp | pca .5", "faces 40 | lbp | pca {5...10}", "model.fit(X, y)", "base.macro", "select * from t",
    "pca 5?", "faces 40 | lbp | pca 20 | | svm", "y = | svm", "set seed=3", "base = 5 6", "svm = faces 40",
    "faces 40 | lbp | vars", "faces 40 | base", "faces 40 | lbp | svm | svm", "faces 40 | svm", "faces 40 | lbp | cv 5",
    "lbp | svm", "faces 40 | faces 20", "base | lbp", "t | report | sort macro_f1", "faces 40 | lbp | svm C=-1",
    "(0.1 < base.macro_f1 < 0.5)", "faces 40 | lbp | pca {a: 2, 3} | knn {a: 1, 2, 3}", "x.y.z", "smotee",
    "help nosuch", "faces 40 | only subject=faces-01", "faces 40 | only class==happy",
    "faces 40 | lbp | pca 5 | only class=happy | svm", "faces 40 | only class=happy, sad | lbp",
    "faces 40 | drop class=happy , sad, \"fear\" group=dark", "faces 40 | lbp | pca k=5, 10 | svm",
    "faces 40 | only (age > 30)", "faces 40 | only (class == happy and 9 >= age) group=dark",
    "faces 40 | drop (age < 30.5)",
    "faces 40 | only class == happy | lbp",
    "explain nosuch", "why nosuch", "set sead 3", "use nosuch", "def f = faces(40)", "def f: pca 5",
  ]

  private static let prelude = """
    k = 3
    base = faces 400 | lbp | svm rbf
    fair = faces 400 | lbp | smote | svm rbf
    t = faces 400 | lbp | pca {2, 3} | svm
    a = faces 400 | lbp | logreg
    b = faces 400 | lbp | knn
    c = faces 400 | lbp | bayes
    x = faces 400
    y = faces 400 | lbp

    """

  /// One piece of advice.
  private struct Piece {
    let text: String
    let origin: String
    /// What it takes the place of, where that is known.
    var label: Diagnostic.Label?
    var code: DiagnosticCode?
  }

  @Test func everyLineThatAnErrorAdvisesIsAccepted() throws {
    FileManager.default.changeCurrentDirectoryPath(ErrorGoldenTests.folder)
    var found: [Piece] = []
    var advised = 0
    for (name, script) in try scripts() {
      let pieces = diagnostics(of: script).flatMap { self.pieces(of: $0, in: name) }
      found += pieces
      advised += pieces.isEmpty ? 0 : 1
    }
    for sample in stageErrorTypes.flatMap({ $0.samples as [any ExplainableError] }) {
      found += quoted(sample.remedy).filter(isLine).map { Piece(text: $0, origin: sample.code) }
    }
    for code in session.codes where code.id > "E0100" {
      found += code.explanation.matches(of: #/(?:write|use|try) `([^`]+)`/#)
        .map { Piece(text: String($0.output.1), origin: code.id) }
    }
    let refused = found.filter { !isAccepted($0) }
    #expect(refused.isEmpty, "\(refused.map { "\($0.origin): \($0.text)" })")
    #expect(advised >= 75 && found.count >= 110, "\(advised) errors, \(found.count) pieces")
  }

  /// Stages that are called with something else where their names are known from: `table(x)` in R, `model.predict(X)`.
  private static let otherwiseElsewhere = ["predict", "save", "table"]

  @Test func everyLineForANameOfAnotherLanguageIsAccepted() {
    let entries = NamesElsewhere.standard.entries
    #expect(entries.count > 40 && entries.flatMap(\.names).count > 200)
    for (names, entry) in entries {
      for line in entry.lines {
        let line = line.replacing("faces.", with: "x.")
        #expect(isAccepted(Piece(text: line, origin: names[0])), "\(line)")
      }
      for name in names where !name.contains("*") {
        #expect(
          session.catalogue.stage(named: name) == nil || Self.otherwiseElsewhere.contains(name),
          "'\(name)' is a stage and leads nowhere else")
        #expect(NamesElsewhere.standard[name] == entry, "\(name) stands in two lines")
      }
    }
  }

  /// Rows and results are no paths, which the checker knows before anything runs: what would fail then is not advised.
  @Test(arguments: [
    ("table(x)", "x | classes"), ("save(base, \"x\")", "base | save \"x\""), ("base.predict(x)", "base | predictions"),
  ])
  func whatWouldFailWhenItRunsIsNotAdvised(line: String, advised: String) throws {
    let session = session
    let found = session.check(SourceText(name: "w", text: Self.prelude + "\n" + line))
    #expect(found.map { $0.primary?.text } == ["write `\(advised)`"])
    for wrong in ["table x", "base | predict x"] {
      let found = session.check(SourceText(name: "w", text: Self.prelude + "\n" + wrong))
      #expect(found.map(\.code.id) == ["E0103"], "\(wrong)")
    }
  }

  /// Sixty words of scikit-learn, R, pandas, shells and the README: each is known here, or leads to what is.
  @Test(arguments: [beginnersWords, moreWords, stillMoreWords])
  func aWordThatABeginnerTriesLeadsSomewhere(list: String) {
    let words = list.split { $0.isWhitespace }.map(String.init)
    #expect(words.count == 60)
    let alone = words.filter { word in !leads(word) }
    #expect(alone.isEmpty, "\(alone)")
  }

  private static let beginnersWords = """
    RandomForestClassifier SVC LogisticRegression KNeighborsClassifier train_test_split cross_val_score GridSearchCV
    StandardScaler PCA fit predict score classification_report confusion_matrix SimpleImputer xgb rf
    GaussianNB
    read_csv head describe value_counts groupby sort_values query iloc dropna fillna to_csv merge
    glm randomForest prcomp summary str table t.test ggplot set.seed library caret
    ls cat man grep exit cd history clear df source
    help accuracy macro_f1 smote audit compare leakage sweep report
    """

  /// Sixty others, chosen before it was known which of them lead anywhere: half did not.
  private static let moreWords = """
    SVR MultinomialNB ExtraTreesClassifier HistGradientBoostingClassifier LinearSVC RidgeClassifier Normalizer
    OneHotEncoder LabelEncoder SelectKBest ColumnTransformer learning_curve roc_auc_score balanced_accuracy_score
    classification cross_validate StratifiedGroupKFold permutation_importance e1071 gbm lm nnet dplyr mutate
    arrange rpart tidyr sapply confusionMatrix install.packages setwd View to_numpy drop_duplicates isnull
    pivot_table read_json plot dtypes columns corr nunique echo mkdir touch alias sudo top which pip python vim
    tail gradcam seeds reweigh onnx automl dag rdd
    """

  /// Sixty more, of which forty-seven led nowhere at first: since then names have patterns.
  private static let stillMoreWords = """
    AdaBoostClassifier BaggingClassifier KMeans DBSCAN make_blobs load_wine cross_val_predict ShuffleSplit f_classif
    PolynomialFeatures OrdinalEncoder log_loss calibration_curve CalibratedClassifierCV make_scorer
    GaussianProcessClassifier ElasticNet LinearRegression
    tibble read.csv ifelse paste ncol aggregate tapply boxplot factor levels confint kmeans hclust tidyverse recipe
    assign rename pivot agg to_dict idxmax std mean median quantile cumsum astype
    wc awk sed find mv cp chmod ps kill more less
    occlusion counterfactual card paired
    """

  private func leads(_ word: String) -> Bool {
    let name = word.filter { $0 != "." }
    if ["exit", "history", "clear"].contains(word) { return true }
    let session = session
    if session.check(SourceText(name: "w", text: "help \(name)")).isEmpty,
      (try? session.run(SourceText(name: "w", text: "help \(name)")) { _ in }) != nil
    {
      return true
    }
    let text = session.check(SourceText(name: "w", text: Self.prelude + name)).map { $0.primary?.text ?? "" }.joined()
    return text.contains("write `") || text.contains("did you mean") || text.contains("`help ")
  }

  // MARK: Where advice comes from

  private func scripts() throws -> [(String, String)] {
    try ErrorGoldenTests.names.map { name in
      (name, try String(contentsOfFile: "\(ErrorGoldenTests.folder)/\(name).mien", encoding: .utf8))
    } + Self.mistakes.map { ($0, Self.prelude + $0) }
  }

  private func diagnostics(of script: String) -> [Diagnostic] {
    let harness = SessionHarness(threads: 1)
    let found = harness.session.check(SourceText(name: "test.mien", text: script))
    guard found.isEmpty else { return found }
    do { try harness.run(script) } catch {
      return (error as? Diagnostics)?.all ?? (error as? Diagnostic).map { [$0] } ?? []
    }
    return []
  }

  private func pieces(of diagnostic: Diagnostic, in name: String) -> [Piece] {
    let label = diagnostic.primary
    let text = label?.text ?? ""
    var pieces =
      text.hasPrefix("write ")
      ? quoted(text).map { Piece(text: $0, origin: name, label: label, code: diagnostic.code) } : []
    if let meant = text.firstMatch(of: #/did you mean '([^']+)'/#) {
      pieces.append(Piece(text: String(meant.output.1), origin: name, label: label, code: diagnostic.code))
    }
    return pieces + diagnostic.notes.flatMap(quoted).filter(isLine).map { Piece(text: $0, origin: name) }
  }

  private func quoted(_ text: String) -> [String] {
    text.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
  }

  /// Whether a piece reads as a line, or a part of one, rather than as a word or a sign.
  private func isLine(_ text: String) -> Bool {
    text.contains(" ") && !text.hasPrefix("mien ") && !text.hasSuffix("…") && !text.contains("f x")
      && !text.contains("torch.")
      && !text.contains("if x") && text.first != "-"
  }

  // MARK: Whether it is accepted

  private func isAccepted(_ piece: Piece) -> Bool {
    // Words of the host, which adds them to a session.
    if ["lesson", "tutorial", "exit"].contains(piece.text) { return true }
    // What an ellipsis stands for is up to the reader.
    let fillings = [
      "faces 400", "faces 400 | lbp | svm rbf", "lbp | svm rbf", "faces 400 | lbp",
      "faces 400 | lbp | pca {2, 3} | svm",
    ]
    let texts = piece.text.contains("…") ? fillings.map { piece.text.replacing("…", with: $0) } : [piece.text]
    return texts.contains { text in
      if let label = piece.label, isMended(label, by: text, piece.code) { return true }
      let bare = text.hasPrefix("| ") ? String(text.dropFirst(2)) : text
      // `x` stands for rows in most lines, and for a number in a calculation.
      return places(for: bare).contains(where: isRight) || isRight(bare.replacing("x", with: "k"))
    }
  }

  private func places(for bare: String) -> [String] {
    [
      bare, "faces 400 | lbp | \(bare)", "faces 400 | lbp | \(bare) | svm", "x | \(bare)", "base | \(bare)",
      "t | \(bare)",
      "faces 400 | lbp | pca \(bare) | svm", "faces 400 | lbp | pca \(bare)", "expect \(bare)", "t | where \(bare)",
      "faces 400 | lbp | svm \(bare)", "faces 400 | lbp | vote \(bare)", "faces \(bare) | classes",
    ]
  }

  private func isRight(_ line: String) -> Bool {
    session.check(SourceText(name: "advice", text: Self.prelude + line)).allSatisfy(isNoMatter)
  }

  /// A file that is not there is no fault of the line.
  private func isNoMatter(_ diagnostic: Diagnostic) -> Bool {
    ["E05", "E102", "E0308", "E0327", "E0401", "E0315"].contains { diagnostic.code.id.hasPrefix($0) }
  }

  /// Whether what was wrong at a place is right with the piece in it; what is wrong elsewhere is another's matter.
  private func isMended(_ label: Diagnostic.Label, by text: String, _ code: DiagnosticCode?) -> Bool {
    let bytes = Array(label.location.source.text.utf8)
    let span = label.location.span
    let mended = String(decoding: bytes[..<span.start] + Array(text.utf8) + bytes[span.end...], as: UTF8.self)
    let before = session.check(label.location.source)
    let after = session.check(SourceText(name: "mended", text: mended)).filter { !isNoMatter($0) }
    return after.count < max(1, before.count)
  }
}
