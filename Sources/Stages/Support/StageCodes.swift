import AutoML
import Causal
import Datasets
import DeepFeatures
import Diagnostics
import Evaluation
import FaceAlignment
import Graphs
import Imaging
import Learning
import NeuralNetworks
import Numerics
import Plans
import Samples
import SyntheticFaces
import TextMining

/// The types of errors that a stage or its engine can throw. Each is a table that says everything of its errors; a test
/// compares this list with the sources.
public let stageErrorTypes: [any ExplainableError.Type] = [
  AuditError.self, AutoMLError.self, CausalError.self, DatasetError.self, DiscriminantError.self, DrawingError.self,
  EvaluationError.self, ExplanationError.self, FaceAlignmentError.self, GraphError.self, GroupsError.self,
  ImagingError.self,
  ImbalanceError.self,
  ImportanceError.self, ImputationError.self, LearningCurveError.self, LearningError.self, MissingNumbersError.self,
  MitigationError.self, NetworkError.self, NetworkStageError.self, NumberColumnError.self, NumericsError.self,
  PairedError.self, PlanError.self, PredictionTableError.self, ResamplingError.self, RowSelectionError.self,
  SamplesError.self,
  SearchError.self,
  StageError.self, SupportVectorError.self, SyntheticFaceError.self, TextError.self, WeightStoreError.self,
]

/// Every code that those types have, for `explain`: an engine knows an error only with what it found, so each is told
/// of a sample.
public let stageCodes: [DiagnosticCode] = {
  var known: Set<String> = []
  let samples: [any ExplainableError] =
    [MissingNumbersError.sample(stageCatalogue.suggestions)] + stageErrorTypes.flatMap { $0.samples }
  return samples.filter { known.insert($0.code).inserted }.map { sample in
    DiagnosticCode(sample.code, sample.problem, explanation: sample.explanation)
  }
}()
