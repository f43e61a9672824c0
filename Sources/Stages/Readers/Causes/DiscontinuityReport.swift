import Basics
import Causal
import Drawing
import Numerics
import Plans

/// A jump with everything that it has to be read beside.
struct DiscontinuityReport {
  private let names: (outcome: String, running: String)
  private let estimate: DiscontinuityEstimate
  /// Least squares in the same window, where both sides share one and the design is sharp.
  private let leastSquares: LeastSquares.Coefficient?
  private let data: DiscontinuityData
  private var checks: [Table.Row] = []
  private var remarks: [String] = []

  /// - Parameter received: 1 for each row that was treated and 0 for others, where that is known.
  /// - Throws: `CausalError` where the jump, or a check that was asked for, cannot be estimated; `Interrupted`.
  init(
    _ design: RegressionDiscontinuity, _ data: DiscontinuityData, received: [Double]?, donuts: [Double],
    placebos: [Double], names: (outcome: String, running: String), covariates: [String], context: ExecutionContext
  ) throws {
    self.names = names
    self.data = data
    estimate = try design.estimate(data, context: context)
    let window = estimate.estimationBandwidth
    let isShared = window.below == window.above && data.treatment == nil
    let fit = FixedWindowRegression(cutoff: design.cutoff, bandwidth: window.below, order: design.order)
    var fitted: LeastSquares?
    if isShared { fitted = try attempted { try fit.fit(data) }.value }
    leastSquares = fitted?.coefficients.first { $0.name == "jump" }
    try addWindows(design, data, context)
    for (radius, found) in zip(donuts, try design.donuts(donuts, data, context: context)) {
      checks.append(Self.row("without rows within \(Self.text(radius))", found, hoped: "the same jump"))
    }
    try addPlacebos(design, data, placebos, context)
    try addCovariates(design, data, covariates, context)
    if let received { try addSharpness(received, data, cutoff: design.cutoff) }
    try addDensity(data, cutoff: design.cutoff, context)
  }

  func document(synthetic: String?, provenance: [ProvenanceLine]) throws -> Document {
    let robust = estimate.robust
    return Document(
      kind: "discontinuity",
      blocks: [
        .text(
          "\(names.outcome) jumps by \(Self.text(estimate.conventional.estimate)) where \(names.running) reaches "
            + "\(Self.text(estimate.cutoff)); robust interval \(Self.text(robust.low)) to \(Self.text(robust.high)), p = "
            + Self.text(robust.pValue)),
        .text(verdict),
      ] + (try picture(synthetic)) + [
        .table(estimates), .table(sides), .heading("checks"), .table(checkTable),
      ] + remarks.map { .text($0) } + [.heading("what it shows, and what it cannot")]
        + Self.limits.map { .text($0) },
      synthetic: synthetic, fields: fields, notes: estimate.remarks, provenance: provenance)
  }

  /// Rows that allow no bins still have an estimate.
  private func picture(_ synthetic: String?) throws -> [Document.Block] {
    let drawn = try attempted { try estimate.chart(data, names: names, synthetic: synthetic) }
    return drawn.value.map { [.custom(ChartBlock(chart: $0))] } ?? []
  }

  private var verdict: String {
    let robust = estimate.robust
    return robust.low <= 0 && robust.high >= 0
      ? "The interval holds 0: the jump cannot be told from none. That does not make it none: any jump within the "
        + "interval agrees with these rows."
      : "The interval leaves 0 out: a jump as large is hard to put down to luck."
  }

  private static let limits = [
    "It is the effect of crossing the cutoff for units at the cutoff, not for those far from it, and only if nothing "
      + "else changes there and units cannot choose their side to a hair.",
    "No test can show that; the checks can only speak against it. Several checks are several chances of a false alarm: "
      + "one p below 0.05 among many is to be expected.",
  ]

  private var fields: [(name: String, value: Scalar)] {
    let (h, b) = (estimate.estimationBandwidth, estimate.biasBandwidth)
    let numbers = [
      ("estimate", estimate.conventional.estimate), ("bias_corrected", estimate.robust.estimate),
      ("low", estimate.robust.low), ("high", estimate.robust.high), ("se", estimate.conventional.standardError),
      ("robust_se", estimate.robust.standardError), ("h", h.below), ("b", b.below), ("h_above", h.above),
      ("b_above", b.above), ("p", estimate.robust.pValue),
      ("rows", Double(estimate.rows.below.all + estimate.rows.above.all)),
    ]
    return numbers.map { ($0, .number($1)) }
  }
}

extension DiscontinuityReport {
  private var estimates: Table {
    var rows = [
      Self.row("usual", estimate.conventional), Self.row("robust, bias-corrected", estimate.robust),
    ]
    if let first = estimate.firstStage { rows.append(Self.row("jump of the treatment", first)) }
    if let ols = leastSquares {
      rows.append(
        .init(
          [.text("least squares, HC1")]
            + [ols.estimate, ols.standardError, ols.low, ols.high, ols.pValue].map { .number($0) }))
    }
    return Table(columns: ["jump", "estimate", "se", "low", "high", "p"], rows: rows)
  }

  private var sides: Table {
    func row(_ name: String, _ rows: DiscontinuityEstimate.Rows, _ h: Double, _ b: Double) -> Table.Row {
      let counts = [rows.all, rows.inEstimation].map { Scalar.number(Double($0)) }
      return .init([.text(name)] + counts + [.number(Double(rows.inBias)), .number(h), .number(b)])
    }
    let (h, b) = (estimate.estimationBandwidth, estimate.biasBandwidth)
    let rule = estimate.rule.map { "chosen by \($0.rawValue)" } ?? "not chosen by the data"
    return Table(
      columns: ["side", "rows", "within h", "within b", "h", "b"],
      rows: [
        row("below", estimate.rows.below, h.below, b.below), row("above", estimate.rows.above, h.above, b.above),
      ],
      notes: [
        "\(estimate.kernel.rawValue) kernel, p = \(estimate.order), q = \(estimate.biasOrder), windows \(rule)"
          + (estimate.errors == .hc3 ? ", errors by hc3" : "")
      ])
  }

  private var checkTable: Table {
    Table(columns: ["check", "jump", "low", "high", "p", "hoped for"], rows: checks)
  }

  private static func row(_ name: String, _ inference: DiscontinuityEstimate.Inference) -> Table.Row {
    let numbers = [inference.estimate, inference.standardError, inference.low, inference.high, inference.pValue]
    return .init([.text(name)] + numbers.map { .number($0) })
  }

  private static func row(_ name: String, _ estimate: DiscontinuityEstimate, hoped: String) -> Table.Row {
    let numbers = [
      estimate.conventional.estimate, estimate.robust.low, estimate.robust.high, estimate.robust.pValue,
    ]
    return .init([.text(name)] + numbers.map { .number($0) } + [.text(hoped)])
  }

  private static func text(_ number: Double) -> String { NumberFormat.significant(number, digits: 4) }
}

extension DiscontinuityReport {
  private mutating func addWindows(
    _ design: RegressionDiscontinuity, _ data: DiscontinuityData, _ context: ExecutionContext
  ) throws {
    for multiple in [0.5, 0.75, 1.5, 2] {
      let found = try attempted {
        try design.sensitivity(of: estimate, multiples: [multiple], data, context: context)
      }
      guard let other = found.value?.first else { continue }
      checks.append(Self.row("window × \(Self.text(multiple))", other, hoped: "the same jump"))
    }
  }

  /// Those that were asked for must work; those that were not are told where they do not.
  private mutating func addPlacebos(
    _ design: RegressionDiscontinuity, _ data: DiscontinuityData, _ places: [Double], _ context: ExecutionContext
  ) throws {
    let found: [DiscontinuityEstimate]
    if places.isEmpty {
      let tried = try attempted { try design.placebos(data, context: context) }
      found = tried.value ?? []
      if let problem = tried.problem { remarks.append("No placebo cutoffs: \(problem).") }
    } else {
      found = try design.placebos(at: places, data, context: context)
    }
    checks += found.map { Self.row("placebo cutoff \(Self.text($0.cutoff))", $0, hoped: "none") }
  }

  /// What was fixed before the treatment cannot be changed by it: a jump tells that the sides differ in more than that.
  private mutating func addCovariates(
    _ design: RegressionDiscontinuity, _ data: DiscontinuityData, _ names: [String], _ context: ExecutionContext
  ) throws {
    for (name, values) in zip(names, data.covariates) {
      let alone = DiscontinuityData(running: data.running, outcome: values, clusters: data.clusters)
      let tried = try attempted { try design.estimate(alone, context: context) }
      if let found = tried.value { checks.append(Self.row("covariate \(name)", found, hoped: "none")) }
      if let problem = tried.problem { remarks.append("Whether \(name) jumps was not looked at: \(problem).") }
    }
  }

  private mutating func addSharpness(_ received: [Double], _ data: DiscontinuityData, cutoff: Double) throws {
    let tried = try attempted {
      try TreatmentSharpness(running: data.running, treatment: received, cutoff: cutoff)
    }
    guard let found = tried.value else {
      remarks.append("Whether the cutoff decides the treatment was not looked at: \(tried.problem ?? "").")
      return
    }
    let counts =
      "treated: \(found.treated.below) of \(found.rows.below) rows below, \(found.treated.above) of "
      + "\(found.rows.above) above"
    switch found.kind {
    case .sharp, .sharpBelow: remarks.append("The cutoff alone decides the treatment (\(counts)): the design is sharp.")
    case .fuzzy:
      remarks.append(
        "The cutoff changes the chance of treatment (\(counts)): the design is fuzzy"
          + (data.treatment == nil ? ", and the jump is not the treatment's effect; `fuzzy=` gives that." : "."))
    case .unrelated:
      remarks.append("The chance of treatment does not differ between the sides (\(counts)): there is no design.")
    }
  }

  private mutating func addDensity(_ data: DiscontinuityData, cutoff: Double, _ context: ExecutionContext) throws {
    let tried = try attempted { try DensityTest(cutoff: cutoff).test(data.running, context: context) }
    guard let found = tried.value else {
      remarks.append("Whether rows were sorted across the cutoff was not tested: \(tried.problem ?? "").")
      return
    }
    let sorted =
      found.pValue < 0.05
      ? "rows crowd on one side of the cutoff, as they do where units choose their side"
      : "no sign that rows were sorted across the cutoff, which few rows would not show"
    remarks.append("Density on both sides of the cutoff: p = \(Self.text(found.pValue)); \(sorted).")
  }
}

/// What a check that need not work gave, or why it did not; an interruption and bugs go on to the caller.
private func attempted<Value>(_ work: () throws -> Value) throws -> (value: Value?, problem: String?) {
  do { return (try work(), nil) } catch let error as CausalError { return (nil, error.problem) }
}
