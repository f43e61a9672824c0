import Interpreter
import Plans
import Stages
import Testing

@testable import CommandLine

@Suite struct RecipeCompletionTests {
  private let completer = Completer(
    session: Session(catalogue: stageCatalogue, settings: RunSettings(threads: 1), cacheBudget: 1 << 20))

  @Test func recipesCompleteLikeStages() {
    #expect(completer.complete("faces | basel").candidates == ["baseline"])
    #expect(completer.complete("help nes").candidates == ["nested"])
    #expect(completer.complete("faces | abl").candidates == ["ablate"])
  }

  @Test func theirParametersComplete() {
    #expect(completer.complete("faces | study ").candidates == ["k=", "mle", "models="])
    #expect(completer.complete("faces | study k=3 mo").candidates == ["models="])
    #expect(completer.complete("faces | baseline model=sv").candidates == ["svm"])
    #expect(completer.complete("faces | lbp | tune i").candidates == ["inner="])
  }

  @Test func metricsCompleteWhereTheyAreChosen() {
    #expect(completer.complete("t | best by=mac").candidates == ["macro_f1"])
  }
}
