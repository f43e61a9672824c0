import Imaging
import Numerics
import Plans

/// Every stage of Mien, with what evaluates and scores a plan that does not say how.
public let stageCatalogue = Catalogue(
  stages: sourceStages + rowwiseStages + fittedStages + resamplerStages + modelStages + evaluatorStages + readerStages,
  defaultEvaluator: DefaultEvaluator(), scorer: EvaluationScorer(), storableContents: [Matrix.self, ImageStack.self],
  suggestions: StageSuggestions(
    source: "faces", beginnings: "`load \"ziya07\"` or `faces`", severalSources: "load [\"ziya07\", \"kmirfan\"]",
    features: ["lbp", "pixels"], model: "svm", modelWithArgument: "svm rbf", fillsMissing: "impute",
    takesMissing: "xgboost"))

// Family by family; a stage type that is missing here is caught by a test.
let sourceStages: [any Stage.Type] = [LoadStage.self, TableStage.self, FacesStage.self]
let rowwiseStages: [any Stage.Type] = [
  SkipStage.self, GrayStage.self, ResizeStage.self, PixelsStage.self, LBPStage.self,
]
let fittedStages: [any Stage.Type] = [ImputeStage.self, ScaleStage.self, PCAStage.self]
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
]
let evaluatorStages: [any Stage.Type] = [
  HoldoutStage.self, CrossValidationStage.self, LeaveOneSubjectOutStage.self, LeaveOneDatasetOutStage.self,
  TestOnStage.self, RepeatStage.self,
  AblateStage.self, TuneStage.self,
]
let readerStages: [any Stage.Type] = [
  ClassesStage.self, InfoStage.self, ShowStage.self, ReportStage.self, ConfusionStage.self, CompareStage.self,
  SortStage.self, TopStage.self, WhereStage.self, SelectStage.self, BestStage.self, RankStage.self, ExpectStage.self,
  SaveStage.self, OpenStage.self, RunsStage.self, PredictStage.self, TrialsStage.self,
  ImportanceStage.self, RDDStage.self,
]
