import AutoML
import Causal
import Datasets
import Diagnostics
import Evaluation
import Imaging
import Learning
import SyntheticFaces
import Numerics
import Plans
import Samples

/// Every code that a stage or its engine can raise, for `explain`: an engine knows an error only with what it found, so
/// each stands here with something found. A test compares this list with the codes in the sources.
public let stageCodes: [DiagnosticCode] = stageErrorSamples.map { sample in
  DiagnosticCode(sample.code, sample.problem, explanation: sample.explanation)
}

let stageErrorSamples: [any ExplainableError] =
  ([
    datasetErrors, learningErrors, resamplingErrors, supportVectorErrors, discriminantErrors, imagingErrors, faceErrors,
    evaluationErrors, numericsErrors, stageErrors, searchErrors, importanceErrors, missingErrors, planErrors,
    samplesErrors, causalErrors,
  ] as [[any ExplainableError]]).flatMap { $0 }

/// Those that only running can tell; the checker's are declared where it is.
private let planErrors: [PlanError] = [
  .dataChanged(name: "faces"), .unreadableFile(path: "weights.bin", reason: "…"),
]

/// `wrongContent` has the code of the checker's error, for it is the same mistake.
private let samplesErrors: [SamplesError] = [
  .noLabels(attributes: ["sex"], columns: ["x"]), .targetIsNumber(name: "age"),
  .noAttribute(name: "tone", known: ["sex"]), .mismatchedCounts(what: "labels", count: 1, rows: 2),
  .repeatedColumn(name: "id", role: "subject"),
]

private let datasetErrors: [DatasetError] = [
  .pathMissing(path: "faces", nearest: nil),
  .permissionDenied(path: "faces"),
  .emptyFolder(path: "faces"),
  .noImages(path: "faces", found: "…"),
  .unknownLayout(path: "faces", found: "…"),
  .unsupportedFile(path: "faces", what: "…", remedy: "…"),
  .severalCandidates(path: "faces", files: ["a.csv", "b.csv"]),
  .clipsNotRead(path: "faces", like: "CASME II", clips: 1),
  .notTheDataset(name: "…", path: "faces", expected: "…", found: "…"),
  .noLabelledRows(rows: 1),
  .badSeparator("…"),
  .tooLarge(name: "faces", bytes: 2_000_000_000, limit: 1_000_000_000),
  .unreadableFile(name: "fear/1.jpg", reason: "…"),
  .tooManyUnreadable(count: 30, total: 100, limit: 20, first: []),
  .emptyTable(file: "faces.csv"),
  .labelColumnMissing(wanted: nil, columns: ["a", "b"], nearest: nil),
  .labelColumnAmbiguous(candidates: ["label", "class"], columns: ["a", "b"]),
  .columnMissing(parameter: "subject", wanted: "person", columns: ["a", "b"], nearest: nil),
  .columnTwice(name: "age", first: "label", second: "drop"),
  .noColumns(name: "faces", parameter: "subject"),
  .badCell(file: "faces.csv", line: 6, column: "b", text: "inf", problem: .infinite),
  .raggedRow(file: "faces.csv", line: 6, found: 1, expected: 3),
  .unclosedQuote(file: "faces.csv", line: 6),
  .badEncoding(file: "faces.csv", what: "…"),
  .noFeatures(file: "faces.csv", columns: ["a", "b"]),
  .labelsNotClasses(example: "…"),
  .badArchive(path: "faces", reason: "…"),
  .encryptedArchive(path: "faces", entry: "a.jpg"),
  .unsafeArchive(path: "faces", entry: "a.jpg", reason: "…"),
  .unsupportedCompression(path: "faces", entry: "a.jpg", method: 12),
  .badArray(name: "X", reason: "…"),
  .objectArray(name: "y"),
  .arrayMissing(wanted: "X", found: ["x"]),
  .arrayShape(name: "X", shape: [2, 3], expected: "…"),
  .notFinite(name: "X", row: 1, column: 1, value: "an infinite or too large number"),
  .mismatchedCounts(what: "…", count: 30, rows: 1),
  .cannotMerge(first: "a", second: "b", reason: "…"),
  .sameData(first: "a", second: "b"),
  .diskFull(path: "faces"),
  .writeFailed(path: "faces", reason: "…"),
  .notWritable(path: "faces", reason: "…", remedy: "…"),
  .notInstalled(name: "ck48", title: "…", source: "…"),
  .badName(name: "a/b"),
  .notRegistered(name: "ck84", nearest: "ck48", known: ["ck48", "kori"]),
  .brokenManifest(path: "faces", reason: "…"),
]

private let learningErrors: [LearningError] = [
  .noRows,
  .oneClass(name: "fear"),
  .nonFinite(row: 1, column: 1),
  .wrongWidth(expected: 3, found: 1),
  .mismatchedCounts(what: "…", expected: 3, found: 1),
  .classTooSmall(name: "fear", rows: 1, needed: 6, method: "smote", neighbours: 5),
  .constantData,
  .tooManyComponents(asked: 50, rows: 1, columns: 40),
  .invalidOption(name: "C", value: "0", allowed: "greater than 0"),
  .unknownClass(name: "fear", known: ["happy", "sad"]),
  .targetBelowCount(name: "fear", rows: 1, target: 1),
  .negativeWeight(row: 1),
  .noColumns,
  .damagedModel,
  .overflow,
]

private let resamplingErrors: [ResamplingError] = [
  .targetAboveCount(name: "fear", rows: 1, target: 6),
  .tooFewRows(rows: 1, neighbours: 5, method: "borderline"),
  .noCluster(name: "fear", neighbours: 5),
  .onlyNoise(name: "fear"),
  .nothingLeft(method: "enn"),
  .tooManyRows(rows: 1_000_000_000, gibibytes: 92, limit: 11),
]

private let supportVectorErrors: [SupportVectorError] = [
  .kernelOverflow(row: 1),
  .noWeight,
  .gammaOutOfRange(variance: 1e-50),
]

private let discriminantErrors: [DiscriminantError] = [
  .noSpread(method: "lda"),
  .tooFewRows(rows: 6, classes: 6, method: "lda"),
]

private let imagingErrors: [ImagingError] = [
  .notAnImage(firstBytes: []),
  .truncated(.jpeg),
  .damaged(.jpeg, detail: "…"),
  .unsupported(.jpeg, variant: "…"),
  .tooLarge(.jpeg, width: 4, height: 4),
  .notEncodable(.jpeg, reason: "…"),
  .invalidOption(name: "C", value: "0", allowed: "greater than 0"),
  .differingShapes(
    first: .init(width: 48, height: 48, channels: 1), index: 1, other: .init(width: 64, height: 48, channels: 1)),
  .smallerThanGrid(index: 1, width: 4, height: 4, grid: 8),
  .unsupportedChannels(index: 1, channels: 2),
  .noPixels(index: 1),
]

private let faceErrors: [SyntheticFaceError] = [
  .tooFewFaces(count: 30),
  .unknownEmotion(name: "fear", nearest: []),
  .repeatedEmotion(name: "fear", classes: 1),
  .noClasses,
  .negativeClassCount(name: "fear", count: 30),
  .subjectsOutOfRange(subjects: 1, count: 30),
  .parameterOutOfRange(name: "intensity", value: 2, range: 0...1),
  .sizeOutOfRange(size: 8, range: 32...512),
  .tooLarge(count: 1_000_000, gibibytes: 244, limit: 11),
]

private let evaluationErrors: [EvaluationError] = [
  .noRows,
  .differentLengths(of: "…", found: 1, rows: 1),
  .unknownCode(1, of: "…", known: 1),
  .shareOutside(2),
  .tooFewFolds(1),
  .tooFewRepetitions(1),
  .tooFewRows(found: 1, needed: 6, purpose: "a split into 6 folds"),
  .tooFewSubjects(found: 1, needed: 6, purpose: "a split into 6 folds"),
  .subjectsUnknown,
  .partsUnknown,
  .sourcesUnknown,
  .unknownSource("…", known: ["happy", "sad"]),
  .tooFewSources(known: ["happy", "sad"]),
  .emptySide(split: "fold 1", side: "test"),
  .wrongTable(counts: 1, classes: 1),
  .negativeCount(1),
  .differentClasses(first: ["happy"], second: ["sad"]),
  .unknownMetric("…", known: ["happy", "sad"]),
  .levelOutside(2),
  .tooFewResamples(1),
  .tooFewScores(found: 1, needed: 6, purpose: "cv 5"),
  .notFinite(what: "…", position: 1),
  .noGroup,
]

private let numericsErrors: [NumericsError] = [
  .tooFewReferences(needed: 6, found: 1),
  .decompositionFailed(routine: "…", status: 1),
  .overflow,
  .outOfMemory(needed: 1 << 20, limit: 1 << 20),
]

private let stageErrors: [StageError] = [
  .notRepeatable(evaluator: "loso"),
  .notComparable(found: "…"),
  .differentTestRows,
  .cannotSave(found: "…", format: ".xlsx"),
  .fileFailed(path: "faces", reason: "…"),
  .photoUnreadable(path: "face.jpg", reason: "…"),
  .notMien(path: "faces", reason: "…"),
  .noFolder(folder: "out", path: "out/x.csv"),
  .noModel,
  .noMembers(stage: "vote"),
  .twoTargets(name: "below", other: "median"),
  .nothingToAblate(reasons: ["…"]),
  .nothingToTune,
  .noPlans(reader: "ablate"),
  .tooFewDataSets(found: 1),
  .noProbabilities(model: "svm"),
]

private let searchErrors: [any ExplainableError] =
  ([
    .noBudget, .noLearners, .noFoldsPossible(rows: 3, classes: 3), .badSplit(reason: "…"),
    .nothingWorked(trials: 5, reason: "…"), .unsuitableSetting(name: "C"),
    .unknownLearner(name: "svc", known: ["svm", "logreg"]), .noProbabilities,
  ] as [AutoMLError]) + [SearchError.notSearched]

private let importanceErrors: [ImportanceError] = [
  .noTrees(model: "svm"), .notCounted(measure: "cover", model: "forest"), .noRows,
]

private let missingErrors: [any ExplainableError] = [
  ImputationError.nothingKnown(rows: 3, columns: 2),
  MissingNumbersError(MissingNumbers(perColumn: [0, 2], rows: 2, totalRows: 3), stageCatalogue.suggestions),
]

/// Those of diagrams too, which no stage raises yet: a code that stands in the sources is explained.
private let causalErrors: [any ExplainableError] =
  ([
    .differentLengths(of: "outcomes", found: 1, rows: 2), .noRows, .cutoffOutside(9, least: 0, greatest: 1),
    .tooFewPlaces(side: "below", found: 1, needed: 3), .badOption("q", value: 1, needed: "above p"), .constantOutcome,
    .noFirstStage, .noBandwidth, .tooFewClusters(side: "below", found: 1), .placeboOnCutoff(0, cutoff: 0),
    .placeboWindowCrosses(1, bandwidth: 2, cutoff: 0), .treatmentNotBinary(2), .tooFewRowsForFit(found: 1, terms: 2),
    .collinear(term: "age"), .syntax(problem: "an arrow without an end", offset: 3), .emptyDiagram, .selfCause("T"),
    .cycle(["T", "Y", "T"]), .unknownVariable("Z", known: ["T", "Y"]), .sameVariable("T"),
    .tooManyVariables(found: 65, most: 64),
  ] as [CausalError]) + [NumberColumnError(column: "model", example: "svm rbf")]
