import Imaging
import Numerics
import Plans

/// Every stage of Mien, with what evaluates and scores a plan that does not say how.
public let stageCatalogue = Catalogue(
  stages: sourceStages + selectorStages + rowwiseStages + fittedStages + resamplerStages + modelStages + evaluatorStages
    + readerStages,
  defaultEvaluator: DefaultEvaluator(), scorer: EvaluationScorer(),
  storableContents: [Matrix.self, CompactRows.self, ImageStack.self, TextContent.self],
  suggestions: StageSuggestions(
    source: "faces", beginnings: "`load \"ziya07\"` or `faces`", severalSources: "load [\"ziya07\", \"kmirfan\"]",
    features: ["lbp", "pixels"], model: "svm", modelWithArgument: "svm rbf", fillsMissing: "impute",
    takesMissing: "xgboost", comparesOverData: "rank"),
  guidance: [.evaluator: evaluationGuidance, .selector: selectionGuidance])

/// Which protocol finds what is there and tells nothing that is not: measured, with the figures in the README of the
/// simulations beside the tests of Evaluation.
private let evaluationGuidance = [
  """
  Without one of these a plan is scored on the split that the data came with, or on a quarter held out. That is quick, and \
  few people are tested: with 40 subjects ten, of whom ten points between two models are found in three cases of ten.
  """,
  """
  `loso` tests everybody: with 40 subjects it finds ten points in about four cases of five, and it is the protocol to report \
  where people are known. `cv 5` tests everybody too, with models that learnt from fewer people, costs less, and finds \
  nearly as much: each of them is judged by its subjects, not by its folds. `repeat` shows how much a score owes to the \
  deal; it tests the same people again, who are no more for it.
  """,
  """
  What counts is how many people there are: more frames of one person make no interval narrower, and few people make one that \
  is wider than need be (`help intervals`).
  """,
  """
  Where people are known, neither the order of rows nor the names of classes changes a split; where none is known, rows are \
  dealt by their place, class after class, so that a table in another order, or one that calls its classes otherwise, is \
  split otherwise.
  """,
]

private let selectionGuidance = [
  """
  They go by what is known of rows (class, subject, source, attributes), stand before whatever learns, and leave a data set \
  of its own: scores on it are never paired with scores on other rows. Of the rows of a table, such as a sweep's, `where` \
  keeps some; classes are levelled among training rows alone by resamplers such as `undersample`.
  """
]

// Family by family; a stage type that is missing here is caught by a test.
let sourceStages: [any Stage.Type] = [
  LoadStage.self, TableStage.self, FacesStage.self, CorpusStage.self,
]
let selectorStages: [any Stage.Type] = [OnlyStage.self, DropStage.self, SampleStage.self]
let rowwiseStages: [any Stage.Type] = [
  SkipStage.self, AlignStage.self, GrayStage.self, ResizeStage.self, PixelsStage.self, LBPStage.self,
  ResNet18Stage.self, ONNXStage.self,
]
let fittedStages: [any Stage.Type] = [
  ImputeStage.self, ScaleStage.self, PCAStage.self, TFIDFStage.self,
]
let resamplerStages: [any Stage.Type] = [
  SMOTEStage.self,
  BorderlineStage.self,
  ADASYNStage.self,
  OversampleStage.self,
  UndersampleStage.self,
  NearMissStage.self,
  TomekStage.self,
  ENNStage.self,
  SMOTEENNStage.self,
  SMOTETomekStage.self,
  SVMSMOTEStage.self,
  KMeansSMOTEStage.self,
  ResampleStage.self,
  ImbalanceStage.self,
  ReweighStage.self,
  AugmentStage.self,
]
let modelStages: [any Stage.Type] = [
  SVMStage.self,
  LogisticRegressionStage.self,
  NeighboursStage.self,
  BayesStage.self,
  DiscriminantStage.self,
  GradientDescentStage.self,
  MajorityStage.self,
  VoteStage.self,
  StackStage.self,
  ThresholdsStage.self,
  XGBoostStage.self,
  ForestStage.self,
  TreeStage.self,
  AutoMLStage.self,
  ResNet18TrainStage.self,
  CNNStage.self,
  ONNXModelStage.self,
]
let evaluatorStages: [any Stage.Type] = [
  HoldoutStage.self, CrossValidationStage.self, LeaveOneSubjectOutStage.self, LeaveOneDatasetOutStage.self,
  TestOnStage.self, RepeatStage.self, LearnFromStage.self, SeedsStage.self,
  AblateStage.self, TuneStage.self, LearningCurveStage.self,
]
let readerStages: [any Stage.Type] = [
  ClassesStage.self, InfoStage.self, ShowStage.self, ReportStage.self, ConfusionStage.self, PlotStage.self,
  CompareStage.self,
  SortStage.self, TopStage.self, WhereStage.self, SelectStage.self, BestStage.self, RankStage.self, ExpectStage.self,
  SaveStage.self, OpenStage.self, RunsStage.self, PredictStage.self, PredictionsStage.self, CardStage.self,
  TrialsStage.self, ImportanceStage.self, RDDStage.self, PairedStage.self, DagStage.self, WordsStage.self,
  WordCloudStage.self, NetworkStage.self, TopicsStage.self, AuditStage.self, LeakageStage.self, DatasheetStage.self,
  ErrorsStage.self, CounterfactualStage.self, DependenceStage.self, EigenfacesStage.self, OcclusionStage.self,
  CurveStage.self, GradCAMStage.self,
]
