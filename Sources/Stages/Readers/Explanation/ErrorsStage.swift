import Basics
import Evaluation
import Imaging
import Numerics
import Plans
import Samples

/// `base | errors`, `base | errors 8 by=group`
struct ErrorsStage: ReaderStage {
  static let declaration = Declaration(
    "errors", "Shows the test rows that were most wrongly recognised, in each group.", takes: .result, gives: .document,
    discussion: """
      A score says how often a model is wrong; the faces that it was wrong about say how. The worst come first: those of \
      whose wrong class the model was surest beside the true one, where it tells probabilities. `by=group` shows each group \
      by itself, so that one can see whether the same thing goes wrong for everybody. Look for what the wrong ones have in \
      common, such as light, pose, a mislabelled row or one person, before changing the model; and look at training rows \
      before the next test, for a model that was mended by looking at the test has seen it. On a page each face leads to \
      what was predicted of it.
      """,
    searchTerms: ["mistakes", "wrong", "misclassified", "worst", "contact sheet", "look"],
    reference: "Amershi et al. 2015 (ModelTracker)",
    examples: [
      Example("faces n=160 subjects=16 bias=0.9 | lbp | pca 5 | logreg | errors 3 by=group", shows: "taken for"),
      Example("faces n=80 subjects=16 | lbp | pca 5 | svm linear | errors 2", shows: "wrong"),
    ])

  @Parameter("how many of each group", in: .between(1, 64), positional: true, aliases: ["n"]) var count = 6
  @Parameter("what groups the rows: an attribute, or several to be crossed; class, subject, source", aliases: ["group"])
  var by: [AttributeName] = []
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let result = try result(of: input, for: "errors")
    let wrong = try WrongRows(result, by: by.map(\.name), missing, most: count, context)
    var blocks: [Document.Block] = [.text(wrong.sentence)]
    for group in wrong.groups {
      if !group.name.isEmpty { blocks.append(.heading("\(group.name): \(group.wrong) of \(group.tested) wrong")) }
      let faces = group.shown.compactMap { row in
        wrong.pictures[row.number].map { (picture: $0.captioned(row.caption), mark: mark(row, result)) }
      }
      if !faces.isEmpty { blocks.append(.custom(LinkedFaces(faces: faces, synthetic: result.provenance.synthetic))) }
    }
    let shown = wrong.groups.flatMap(\.shown)
    if !shown.isEmpty {
      blocks.append(
        .custom(MarkedTable(table: wrong.table(by: by.map(\.name)), marks: shown.map { mark($0, result) })))
    }
    return Document(
      kind: "errors", blocks: blocks, synthetic: result.provenance.synthetic,
      fields: [("wrong", .number(Double(wrong.groups.reduce(0) { $0 + $1.wrong })))],
      notes: wrong.missingNote + result.notes,
      provenance: result.provenanceLines)
  }

  /// Where a row's prediction stands on a page: no two of one statement alike.
  private func mark(_ row: WrongRows.Row, _ result: EvaluationResult) -> String {
    "errors-\(Digest(result.plan.text, by.map(\.name).joined(separator: ",")).hexadecimal.prefix(8))-\(row.number + 1)"
  }
}

/// The wrongly recognised test rows of a result, the surest first, group by group.
struct WrongRows {
  struct Row {
    /// Of the rows of the source.
    let number: Int
    let name: String
    let subject: String
    let source: String
    let fold: String
    let truth: String
    let prediction: String
    /// Of the predicted and of the true class; nil where the model does not tell.
    let probabilities: (predicted: Double, true: Double)?

    var caption: String {
      "\(truth) as \(prediction)"
        + (probabilities.map { " \(NumberFormat.decimal($0.predicted, digits: 2, missing: "–"))" } ?? "")
    }

    /// The order: how much surer of the wrong class than of the true one.
    fileprivate var excess: Double { probabilities.map { $0.predicted - $0.true } ?? 0 }
  }

  struct Group {
    let name: String
    let tested: Int
    let wrong: Int
    let shown: [Row]
  }

  let groups: [Group]
  /// How many rows are of no known group, and what became of them.
  let missingNote: [String]
  /// The faces behind the rows that are shown, by their number; none where the rows are no images.
  let pictures: [Int: Picture]
  private let hasProbabilities: Bool

  /// - Throws: as `ResultGroups`; `Interrupted`.
  init(_ result: EvaluationResult, by names: [String], _ missing: MissingGroups, most: Int, _ context: ReaderContext)
    throws
  {
    let probabilities = try PredictionsStage.probabilities(of: result, context)
    hasProbabilities = probabilities != nil
    let known = names.isEmpty ? nil : try ResultGroups(result, by: names, missing: missing)
    let grouping = known?.crossed
    var found: [(group: Int, row: Row)] = []
    var tested = [Int](repeating: 0, count: grouping?.names.count ?? 1)
    var place = 0
    for (number, outcome) in result.outcomes.enumerated() {
      for row in outcome.truth.indices {
        defer { place += 1 }
        guard let group = grouping.map({ $0.codes[place] }) ?? 0 else { continue }
        tested[group] += 1
        guard outcome.truth[row] != outcome.predictions.codes[row] else { continue }
        found.append((group, Self.row(row, of: outcome, result.classNames, probabilities?[number])))
      }
    }
    missingNote = known?.missingNote(skipped: "are not shown") ?? []
    groups = tested.indices.map { group in
      let wrong = found.filter { $0.group == group }.map(\.row)
      // Repeated splits test a row again: it is shown once, as it was most wrong.
      var seen: Set<Int> = []
      let order = wrong.enumerated().sorted { ($1.element.excess, $0.offset) < ($0.element.excess, $1.offset) }
      let once = order.map(\.element).filter { seen.insert($0.number).inserted }
      return Group(
        name: grouping?.names[group] ?? "", tested: tested[group], wrong: wrong.count, shown: Array(once.prefix(most)))
    }
    pictures = try Self.pictures(of: groups.flatMap(\.shown).map(\.number), result.plan, context)
  }

  private static func row(_ row: Int, of outcome: FoldOutcome, _ names: [String], _ matrix: Matrix?) -> Row {
    let (truth, prediction) = (outcome.truth[row], outcome.predictions.codes[row])
    return Row(
      number: outcome.split.test[row], name: outcome.test.column(.rowName)?.texts[row] ?? "row \(row + 1)",
      subject: outcome.test.subjects?[row] ?? "", source: outcome.test.column(.source)?.texts[row] ?? "",
      fold: outcome.split.name, truth: names[truth], prediction: names[prediction],
      probabilities: matrix.map { (Double($0[row, prediction]), Double($0[row, truth])) })
  }

  /// None where the rows are no images, or their source cannot be read again.
  static func pictures(of numbers: [Int], _ plan: Plan, _ context: ReaderContext) throws -> [Int: Picture] {
    let wanted = Set(numbers).sorted()
    guard !wanted.isEmpty, plan.steps.first?.kind == .source else { return [:] }
    let rows: Samples
    do { rows = try context.rows(wanted, of: plan) } catch let error as Interrupted { throw error } catch { return [:] }
    guard let stack = rows.content as? ImageStack, stack.count == wanted.count else { return [:] }
    return Dictionary(uniqueKeysWithValues: wanted.enumerated().map { ($1, stack.picture(ofRow: $0)) })
  }

  var sentence: String {
    let wrong = groups.reduce(0) { $0 + $1.wrong }
    let tested = groups.reduce(0) { $0 + $1.tested }
    guard wrong > 0 else { return "None of \(grouped(tested)) test rows is wrong." }
    let order = hasProbabilities ? "those first of whose wrong class the model was surest" : "in the order of the rows"
    return "\(grouped(wrong)) of \(grouped(tested)) test rows are wrong; \(order)."
  }

  func table(by names: [String]) -> Table {
    let isGrouped = !names.isEmpty
    let knowsSubjects = groups.contains { $0.shown.contains { !$0.subject.isEmpty } }
    let rows = groups.flatMap { group in
      group.shown.map { row -> Table.Row in
        var cells: [Scalar] = isGrouped ? [.text(group.name)] : []
        cells.append(.text(row.name))
        if knowsSubjects { cells.append(.text(row.subject)) }
        cells += [.text(row.source), .text(row.fold), .text(row.truth), .text(row.prediction)]
        if let found = row.probabilities { cells += [.number(found.predicted), .number(found.true)] }
        return .init(cells)
      }
    }
    return Table(
      columns: (isGrouped ? [names.joined(separator: " · ")] : []) + ["row"] + (knowsSubjects ? ["subject"] : [])
        + ["source", "fold", "truth", "taken for"] + (hasProbabilities ? ["p taken for", "p truth"] : []), rows: rows)
  }
}
