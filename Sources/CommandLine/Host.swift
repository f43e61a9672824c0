import Basics
import Diagnostics
import Graphics
import Interpreter
import Lessons
import Plans
import Rendering

/// Everything that the command line offers: each function does one thing, tells what went wrong, and returns the exit
/// status.
public struct Host: Sendable {
  public let hostEnvironment: HostEnvironment
  public let options: HostOptions
  public let output: OutputStream
  public let errors: OutputStream
  /// Asked once in the life of the process, when the first picture is shown.
  public let screen: PixelScreen

  public init(
    hostEnvironment: HostEnvironment, options: HostOptions = HostOptions(), output: OutputStream = .standardOutput,
    errors: OutputStream = .standardError
  ) {
    self.hostEnvironment = hostEnvironment
    self.options = options
    self.output = output
    self.errors = errors
    screen = PixelScreen(output)
  }

  /// Runs a script.
  public func run(_ source: SourceText) -> ExitStatus {
    Interruption.install(for: .script)
    let session = session()
    session.endsWithText = true
    defer { session.store?.flush() }
    return runner(session, report: report(of: source, session)).run(source)
  }

  /// Runs lines from the command line, as one script.
  public func runLines(_ lines: [String]) -> ExitStatus {
    run(SourceText(name: "-e", text: lines.joined(separator: "\n")))
  }

  /// Runs the script in a file.
  public func runFile(_ path: String) -> ExitStatus {
    source(at: path).map(run) ?? .wrong
  }

  /// Says all that can be known to be wrong with scripts without running them.
  public func check(_ paths: [String]) -> ExitStatus {
    var status = ExitStatus.success
    for path in paths {
      guard let source = source(at: path) else {
        status = .wrong
        continue
      }
      let found = Self.lessonProblems(with: source, in: session()) ?? session().check(source)
      if !found.isEmpty { problems.report(found) }
      if Diagnostics(found).hasErrors { status = .wrong }
    }
    return status
  }

  /// What is wrong with a lesson; nil where the text is none.
  public static func lessonProblems(with source: SourceText, in session: @autoclosure () -> Session) -> [Diagnostic]? {
    LessonReader.isLesson(source) ? LessonChecker.problems(with: source, in: session()) : nil
  }

  /// Runs what was scored before again and compares bit for bit. The status tells the worst that was found.
  public func verify(_ targets: [String]) -> ExitStatus {
    Interruption.install(for: .script)
    var status = ExitStatus.success
    for target in targets {
      let session = session()
      do {
        let verification = try session.verify(target)
        let shown = show(verification.document)
        let found = shown == .success ? ExitStatus(of: verification.outcome) : shown
        if status != .failed, found != .success { status = found }
      } catch {
        problems.report(error)
        return ExitStatus(of: error)
      }
    }
    return status
  }

  /// Teaches what an error's code means, or the idea behind a stage.
  public func explain(_ topics: [String]) -> ExitStatus {
    let lines = topics.map { "explain \"\($0.filter { $0 != "\"" && $0 != "\\" && $0 != "{" })\"" }
    return run(SourceText(name: "explain", text: lines.joined(separator: "\n")))
  }

  /// Tells something from outside a session.
  func show(_ document: Document) -> ExitStatus {
    write(renderer.text(of: PlanValue(document)))
  }

  /// Tells what the parser of the command line has to say, such as its help.
  public func tell(_ text: String) -> ExitStatus {
    write(text + "\n")
  }

  private func write(_ text: String) -> ExitStatus {
    do throws(OutputFailure) {
      try output.write(text)
      return .success
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }

  /// What a script is called on the command line when it comes from standard input.
  public static let standardInput = "-"

  /// The text of a file, or of standard input; nil where it cannot be read, which has been told then.
  func source(at path: String) -> SourceText? {
    do throws(UnreadableFile) {
      let isStandardInput = path == Self.standardInput
      let text = try readTextFile(isStandardInput ? "/dev/stdin" : path)
      return SourceText(name: isStandardInput ? "standard input" : path, text: text)
    } catch {
      problems.report([.unreadable(path, error.reason)])
      return nil
    }
  }

  /// A session as the options ask for: over the catalogue, with a store where there is one, interrupted by Ctrl-C where
  /// `Interruption` was installed. Whoever asks for it flushes its store in the end.
  /// - Parameter isInterrupted: what else interrupts it; a search that is interrupted ends with nothing then, rather than
  ///   with the best that it has found.
  public func session(isInterrupted: (@Sendable () -> Bool)? = nil) -> Session {
    let (stores, errors) = (hostEnvironment.stores, errors)
    let warning = TerminalStyle(for: errors, color: options.color).warning("warning:")
    let codes = hostEnvironment.codes
    let open = stores.map { stores in
      { (path: String) in stores.open(path) { errors.tell("\(warning) \($0)\n") } }
    }
    let forget: (@Sendable () -> Void)? = if isInterrupted == nil { { Interruption.answer() } } else { nil }
    let session = Session(
      catalogue: hostEnvironment.catalogue,
      codes: DiagnosticCode.allHostCodes + DiagnosticCode.allLessonCodes + codes(),
      settings: options.runSettings, cacheBudget: options.cacheBudget,
      store: open.flatMap { open in stores?.standardPlace().map(open) },
      isInterrupted: { Interruption.isRequested || isInterrupted?() ?? false },
      forgetInterruption: forget,
      commands: [LessonCommand.self, TutorialCommand.self],
      readLibrary: Self.libraryReader)
    session.showsTimings = options.showsTimings
    session.cache.processLimit = options.processLimit
    session.openStore = open
    session.openEngine = { [self] in engine(named: $0) }
    return session
  }

  /// What Tab offers in a session.
  public func completer(for session: Session) -> Completer {
    let registry = hostEnvironment.registry
    return Completer(session: session, knownDataSets: { registry?.knownNames ?? [] })
  }

  /// Reads the recipes from the folder that `MIEN_STDLIB` names; nil where it names none.
  private static var libraryReader: (() throws(UnreadableFile) -> [SourceText])? {
    guard let folder = environmentVariable("MIEN_STDLIB"), !folder.isEmpty else { return nil }
    return { () throws(UnreadableFile) in
      let names = (visibleNames(in: folder) ?? []).filter { $0.hasSuffix(".mien") }.sorted()
      guard !names.isEmpty else { throw UnreadableFile(reason: "no .mien file in \(folder), which MIEN_STDLIB names") }
      var sources: [SourceText] = []
      for name in names {
        sources.append(SourceText(name: "\(folder)/\(name)", text: try readTextFile("\(folder)/\(name)")))
      }
      return sources
    }
  }

  /// Nil where none was asked for.
  private func report(of source: SourceText, _ session: Session) -> ReportWriter? {
    guard let path = options.report else { return nil }
    let script = Digest("script", source.text).hexadecimal.prefix(16)
    let known: [(name: String, value: String?)] = [
      ("mien", mienVersion), ("script", "\(source.name) (\(script))"), ("seed", "\(options.seed)"),
      ("threads", "\(session.settings.threads)"), ("system", RunningSystem.name),
      ("processor", RunningSystem.processor),
      ("data", options.isDataStrict ? "strict: no stand-ins" : "a stand-in where a known data set is not installed"),
    ]
    return ReportWriter(
      path: path, of: source, environment: known.compactMap { name, value in value.map { (name, $0) } })
  }

  func runner(_ session: Session, report: ReportWriter? = nil) -> ScriptRunner {
    ScriptRunner(
      session: session, renderer: renderer, problems: problems,
      progress: ProgressReporter(stream: errors, color: options.color), output: output, screen: screen,
      wasCutShort: { Interruption.cutWorkShort }, report: report)
  }

  var renderer: Renderer {
    Renderer(
      format: options.format, style: TerminalStyle(for: output, color: options.color),
      includesTimings: options.showsTimings)
  }

  var problems: ProblemReporter {
    ProblemReporter(
      format: options.format, isColored: TerminalStyle(for: errors, color: options.color).color != .none,
      output: output, errors: errors)
  }
}
