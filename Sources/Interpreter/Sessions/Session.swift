import Diagnostics
import Numerics
import Plans
import Syntax

/// One sitting: variables, definitions and settings, and the cache behind them. Scripts, the prompt and `-e` are hosts
/// of a session; it knows nothing of terminals.
public final class Session {
  public let catalogue: Catalogue
  public let commands: [any Command.Type]
  public let cache: MatrixCache
  public var settings: RunSettings
  /// Told what runs; set by the host.
  public var observer: any RunObserver = SilentObserver()
  /// Handed each sweep before it runs, for a host that shows its rows as they come; set by the host.
  public var sweepWillRun: ((SweepSoFar) -> Void)?
  /// Whether timings are shown; set by the host, toggled by `time`.
  public var showsTimings = false
  /// Every code that `explain` knows. Read when first asked for: each is told of a sample of its error, which no other
  /// line needs.
  public private(set) lazy var codes = DiagnosticCode.sessionCodes(with: readCodes())
  /// Gives the text of a script; replaced by tests.
  public var readScript: (String) throws(UnreadableFile) -> String = readTextFile
  /// Opens a store in a folder, for `set cache`; set by the host, nil where there are no stores.
  public var openStore: ((String) -> any DurableStore)?
  /// The store in use or, after `cache off`, the one that `cache on` goes back to.
  public internal(set) var store: (any DurableStore)?
  /// Whether the session ends with the text that is run, so that nothing need be kept for a line behind it; set by the host.
  public var endsWithText = false
  /// Whether the statement that runs is the last that ever will.
  var isAtEnd = false
  /// Who works on the pieces of sweeps.
  public var engine: any SweepEngine = ThreadEngine() {
    didSet { cache.isReadByOthers = !engine.preparesHere }
  }
  /// What a combination says in the place of its scores while others have still to work on it: no failure. Set by a host
  /// that shows what they have left so far.
  public var notYet: Diagnostic?
  /// The engine of a name, for `set engine`; nil leaves the one there is. Set by the host.
  public var openEngine: ((String) -> (any SweepEngine)?)?
  /// Writes a text to a file, whole or not at all.
  public var writeText: (String, String) throws(UnreadableFile) -> Void = writeTextFile

  /// Where every scored plan is written down: in the store, or for this session alone.
  public var experimentLog: any ExperimentLog
  private let readCodes: () -> [DiagnosticCode]
  let isInterrupted: @Sendable () -> Bool
  let forgetInterruption: (@Sendable () -> Void)?
  var scope: Scope
  /// The bindings that `undo` takes back, newest last.
  var undoable: [Undoable] = []
  /// What was run without an error, for `save session`; without commands, which change nothing that a script makes.
  var transcript: [String] = []
  /// The field that the statement being shown consists of, such as `base.accuracy`: its number alone says little.
  public internal(set) var shownField: String?

  /// - Parameters:
  ///   - codes: what stages and hosts raise; read when `codes` is.
  ///   - commands: what can be asked of the session beside its own commands.
  ///   - readLibrary: gives the recipes that come with Mien; nil takes those inside the program.
  public init(
    catalogue: Catalogue, codes: @autoclosure @escaping () -> [DiagnosticCode] = [], settings: RunSettings,
    cacheBudget: Int,
    store: (any DurableStore)? = nil, isInterrupted: @escaping @Sendable () -> Bool = { false },
    forgetInterruption: (@Sendable () -> Void)? = nil, commands: [any Command.Type] = [],
    readLibrary: (() throws(UnreadableFile) -> [SourceText])? = nil
  ) {
    self.catalogue = catalogue
    scope = Scope(library: readLibrary.map { Library(read: $0) } ?? Library())
    self.settings = settings
    self.isInterrupted = isInterrupted
    self.forgetInterruption = forgetInterruption
    readCodes = codes
    cache = MatrixCache(budget: cacheBudget, durable: store)
    experimentLog = store ?? SessionExperimentLog()
    self.store = store
    self.commands = allCommands + commands
  }

  /// The names of variables, in order.
  public var variableNames: [String] { scope.variables.keys.filter { $0 != "_" }.sorted() }

  public var definitionNames: [String] { scope.definitions.keys.sorted() }

  public func value(named name: String) -> PlanValue? {
    scope.variables[name]?.value
  }

  /// The stages that come with Mien and are written in it.
  public var recipeNames: [String] { scope.library.names }

  /// The parameters of a stage, a command or a stage made by `def`; nil where there is none of that name.
  public func parameters(of name: String) -> [ParameterDeclaration]? { parameters(of: name, in: scope) }

  /// The same where the `def`s of another scope are known, such as those before a line that is being edited.
  func parameters(of name: String, in scope: Scope) -> [ParameterDeclaration]? {
    catalogue.stage(named: name)?.parameters ?? command(named: name)?.parameters
      ?? (scope.definitions[name] ?? scope.library.definition(named: name)).map {
        DefinitionSignatures(catalogue: catalogue, scope: scope).parameters(of: $0)
      }
  }

  /// Whether `help` has a page of this name.
  func hasHelp(_ name: String, in scope: Scope) -> Bool {
    parameters(of: name, in: scope) != nil || StageKind.named(name) != nil || HelpTopics.standard.page(name) != nil
  }

  var signatures: DefinitionSignatures { DefinitionSignatures(catalogue: catalogue, scope: scope) }

  func definition(named name: String) -> DefinedStage? {
    scope.definitions[name] ?? scope.library.definition(named: name)
  }

  var executor: Executor { executor(for: observer) }

  func executor(for observer: any RunObserver) -> Executor {
    Executor(
      catalogue: catalogue, cache: cache, experimentLog: experimentLog, settings: settings, observer: observer,
      isInterrupted: isInterrupted, forgetInterruption: forgetInterruption, engine: engine)
  }

  func command(named name: String) -> (any Command.Type)? {
    commands.first { $0.declaration.name == name }
  }

  func elaborator(_ source: SourceText, _ scope: Scope, _ settings: RunSettings, running: Bool) -> Elaborator {
    Elaborator(
      catalogue: catalogue, environment: settings.environment, source: source, scope: scope,
      commandNames: commands.map { $0.declaration.name },
      evaluate: running
        ? { [unowned self] pipeline, scope in try value(of: pipeline, in: source, scope) } : nil)
  }
}

/// What became of a statement.
public enum Outcome: Sendable {
  /// To be shown.
  case shown(PlanValue)
  case bound(String, PlanValue)
  case defined(String)
  /// A setting was changed, or a file of definitions was read.
  case done
}
