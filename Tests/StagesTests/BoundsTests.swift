import Basics
import Diagnostics
import Foundation
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// Every number that a parameter's bounds allow is one that the engine takes, and every one that they forbid is refused in
/// words that are true of it.
@Suite struct BoundsTests {
  /// A parameter with a number to try.
  struct Case: Sendable, CustomStringConvertible {
    let stage: String
    let parameter: ParameterDeclaration
    let value: Double

    var description: String { "\(stage) \(parameter.name)=\(value)" }
  }

  private static let bounded: [(stage: any Stage.Type, parameter: ParameterDeclaration)] =
    stageCatalogue.stages.flatMap { type in type.parameters.filter { $0.bounds != .none }.map { (type, $0) } }

  /// At each end and just beyond it.
  private static func edges(_ parameter: ParameterDeclaration) -> [Double] {
    let isWhole = parameter.type.includes(.integer)
    var tried: [Double] = []
    for end in [parameter.bounds.lower, parameter.bounds.upper].compactMap({ $0 }) {
      let far: Double = isWhole ? 1 : max(1e-3, abs(end))
      tried += [end - far, end, end + far]
      if !isWhole { tried += [end.nextDown, end.nextUp] }
    }
    return tried
  }

  private static func cases(_ isAllowed: Bool) -> [Case] {
    bounded.flatMap { type, parameter in
      edges(parameter).filter { parameter.bounds.contains($0) == isAllowed }
        .map { Case(stage: type.declaration.name, parameter: parameter, value: $0) }
    }
  }

  /// The stage with this one argument, as it stands or in per cent.
  private func bound(_ tried: Case, inPercent: Bool = false) throws -> (any Stage, [Diagnostic]) {
    let type = try #require(stageCatalogue.stage(named: tried.stage))
    let location = Location(SourceText(name: "bounds", text: ""), Span(0, 0))
    let unit: ArgumentValue.Unit = tried.parameter.type.includes(.duration) ? .seconds : inPercent ? .percent : .plain
    let number = ArgumentValue.number(tried.value * (inPercent ? 100 : 1), unit)
    let given = GivenArgument(label: (tried.parameter.name, location), value: number, location: location)
    let bound = type.bound(to: [given], at: location, complete: false)
    return (bound.value, bound.diagnostics)
  }

  @Test func whatIsForbiddenIsOutsideWhatIsSaid() throws {
    let forbidden = Self.cases(false)
    #expect(forbidden.count > 60)
    for tried in forbidden {
      let (_, problems) = try bound(tried)
      #expect(problems.map(\.code.id) == ["E0105"], "\(tried)")
      let message = try #require(problems.first?.message)
      #expect(!message.contains("between \(NumberFormat.shortest(tried.value)) and"), "\(tried): \(message)")
      #expect(!message.contains("at most \(NumberFormat.shortest(tried.value));"), "\(tried): \(message)")
      #expect(!message.contains("at least \(NumberFormat.shortest(tried.value));"), "\(tried): \(message)")
    }
  }

  @Test func sharesAreAnsweredInTheUnitTheyWereWrittenIn() throws {
    for tried in Self.cases(false) where tried.parameter.type.includes(.share) {
      let message = try #require(try bound(tried, inPercent: true).1.first?.message)
      #expect(message.hasSuffix("%") && message.components(separatedBy: "%").count >= 3, "\(tried): \(message)")
    }
  }

  /// An engine with narrower bounds than its stage would answer a number with a range that holds it.
  @Test func whatIsAllowedIsNotRefusedByTheEngine() throws {
    let rows = SampleRows.features(45, columns: 6)
    var tried = 0
    for candidate in Self.cases(true) where isQuick(candidate) {
      let (stage, problems) = try bound(candidate)
      #expect(problems.isEmpty, "\(candidate): \(problems.map(\.message))")
      guard type(of: stage).declaration.takes.contains(.features),
        stage is any ResamplerStage || stage is any ModelStage
      else { continue }
      tried += 1
      do { _ = try Trial().evidence(of: stage, on: rows, applyingTo: rows.content) } catch let error
        as any ExplainableError
      {
        #expect(error.code != "E0609", "\(candidate): \(error.problem)")
      }
    }
    #expect(tried > 30)
  }

  /// Neither a search nor a million trees, and not what needs other arguments beside it.
  private func isQuick(_ candidate: Case) -> Bool {
    let isCount = candidate.parameter.type.includes(.integer) && candidate.value > 50
    let needsMore = stageCatalogue.stage(named: candidate.stage)?.parameters.contains { $0.defaultText == nil } ?? true
    return !isCount && !needsMore && candidate.stage != "automl"
  }
}
