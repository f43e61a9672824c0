import Numerics
import Synchronization
import Testing

@testable import Learning

/// Rows of numbers near the ends of single precision, and counts beyond memory.
@Suite struct ExtremeInputTests {
  private func times(_ factor: Float, _ features: Matrix) -> Matrix {
    Matrix(rows: features.rows, columns: features.columns, storage: features.storage.map { $0 * factor })
  }

  @Test func aScaleBeyondSinglePrecisionIsToldSo() throws {
    let (features, labels) = ResamplingData.overlapping([20, 20])
    func fit(_ factor: Float, _ kernel: Kernel, _ gamma: KernelGamma = .scale) throws -> FittedSupportVectorMachine {
      try SupportVectorMachine(kernel: kernel, gamma: gamma)
        .fit(times(factor, features), labels, weights: nil, seed: 1, context: .plain)
    }
    for kernel: Kernel in [.rbf, .polynomial(), .sigmoid()] {
      #expect(throws: SupportVectorError.self) { try fit(1e-25, kernel) }
      #expect(throws: SupportVectorError.self) { try fit(1e25, kernel) }
      #expect(throws: LearningError.overflow) { try fit(1e25, kernel, .value(1)) }
      // Well within.
      #expect(try fit(1e-12, kernel).gamma.isFinite)
    }
    #expect(SupportVectorError.gammaOutOfRange(variance: 1e-50).problem.contains("small"))
    #expect(SupportVectorError.gammaOutOfRange(variance: 1e50).problem.contains("large"))
    // It has no γ.
    #expect(try fit(1e-15, .linear).gamma == 1)
  }

  @Test func aRowTooLargeForTheKernelIsRefused() throws {
    let (features, labels) = ResamplingData.overlapping([20, 20])
    let fitted = try SupportVectorMachine().fit(features, labels, weights: nil, seed: 1, context: .plain)
    #expect(throws: LearningError.overflow) { try fitted.predict(times(1e25, features), context: .plain) }
  }

  /// Each pair's sigmoid comes from its own held-out rows, however many pairs there are.
  @Test func probabilitiesOfAPairDoNotDependOnTheOtherClasses() throws {
    let (features, labels) = ResamplingData.overlapping([30, 30, 30, 30, 30, 30])
    let machine = try SupportVectorMachine(kernel: .linear, tolerance: 1e-6, probability: true)
    let all = try machine.fit(features, labels, weights: nil, seed: 3, context: twoThreads)
    for (place, pair) in all.pairs.enumerated() {
      let rows = labels.codes.indices.filter { labels.codes[$0] == pair.first || labels.codes[$0] == pair.second }
      let alone = try machine.fit(
        features.gathering(rows), labels.gathering(rows), weights: nil, seed: 3, context: .plain)
      for decision in [-1.0, 0, 1] {
        let (one, other) = (all.sigmoids[place].probability(decision), alone.sigmoids[0].probability(decision))
        #expect(abs(one - other) < 1e-3, "\(pair) \(decision): \(one), \(other)")
      }
    }
  }

  @Test func nearMissRefusesSquaresThatOverflow() throws {
    let (features, labels) = ResamplingData.overlapping([20, 10])
    for version in NearMiss.Version.allCases {
      #expect(throws: NumericsError.overflow, "\(version)") {
        try NearMiss(version: version).resample(times(1e25, features), labels, seed: 1, context: .plain)
      }
    }
  }

  @Test func noiseThatOverflowsIsRefused() throws {
    var features = Matrix(rows: 6, columns: 2, repeating: 3.4e38)
    for row in 0..<3 { features[row, 0] = -3.4e38 }
    let labels = Labels(names: ["a", "b"], codes: [0, 0, 1, 1, 1, 1])
    features[1, 0] = 3.4e38
    let sampler = try RandomOversampling(target: .counts(["a": 60]), shrinkage: 1)
    #expect(throws: LearningError.overflow) { try sampler.resample(features, labels, seed: 1, context: .plain) }
  }

  @Test func rowsBeyondMemoryAreRefused() throws {
    let (features, labels) = ResamplingData.overlapping([30, 20])
    for target: ResamplingTarget in [
      .counts(["class1": 9_007_199_254_740_992]), .counts(["class0": .max, "class1": .max]),
    ] {
      let samplers: [any Resampler] = [
        try SMOTE(target: target), try BorderlineSMOTE(target: target), try RandomOversampling(target: target),
        try RandomOversampling(target: target, shrinkage: 1), try SVMSMOTE(target: target),
        try KMeansSMOTE(target: target), try ADASYN(target: target),
        CleanedSMOTE(try SMOTE(target: target), then: TomekLinks()),
      ]
      for sampler in samplers {
        #expect(throws: ResamplingError.self, "\(sampler)") {
          try sampler.resample(features, labels, seed: 1, context: .plain)
        }
      }
    }
  }

  @Test func theBudgetCountsNumbersAndDraws() throws {
    let budget = RowBudget(limit: 1000)
    try budget.check([0, 4, 6], columns: 5)
    #expect(throws: ResamplingError.tooManyRows(rows: 11, gibibytes: 1, limit: 0)) {
      try budget.check([0, 5, 6], columns: 5)
    }
    #expect(throws: ResamplingError.tooManyRows(rows: .max, gibibytes: .max, limit: 0)) {
      try budget.check([.max, .max], columns: 1 << 40)
    }
  }

  @Test func longDrawsAskWhetherToStop() throws {
    let (features, labels) = ResamplingData.overlapping([20, 10])
    func asked(_ count: Int, _ make: (ResamplingTarget) throws -> any Resampler) throws -> Int {
      let asked = Mutex(0)
      let context = ExecutionContext(
        threads: 1,
        isInterrupted: {
          asked.withLock { $0 += 1 }
          return false
        })
      _ = try make(.counts(["class1": 10 + count])).resample(features, labels, seed: 1, context: context)
      return asked.withLock { $0 }
    }
    let stretch = PairDrawing.stretch
    let repeated = { (target: ResamplingTarget) throws -> any Resampler in try RandomOversampling(target: target) }
    #expect(try asked(3 * stretch, repeated) - asked(stretch, repeated) >= 2)
    var generator = SeededGenerator(seed: 1)
    var drawing = PairDrawing(features: features, pools: [Array(0..<20)], neighbours: 3)
    let interrupted = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try drawing.draw(10, from: [1, 2], &generator, interrupted) }
  }
}
