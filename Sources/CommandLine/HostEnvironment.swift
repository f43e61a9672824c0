import Diagnostics
import Plans

/// What a host is given to work with: it knows no stages and no data sets of its own.
public struct HostEnvironment: Sendable {
  public let catalogue: Catalogue
  /// Gives the codes that the stages and their engines raise, for `explain`: they are many, and most runs need none.
  public let codes: @Sendable () -> [DiagnosticCode]
  /// `mien data …`; nil where there is no registry.
  public let registry: (any DataRegistryCommands)?
  /// `mien weights …`; nil where there are none.
  public let weights: (any DataRegistryCommands)?
  /// Where results outlast a session; nil where they do not.
  public let stores: StoreAccess?

  public init(
    catalogue: Catalogue, codes: @autoclosure @escaping @Sendable () -> [DiagnosticCode],
    registry: (any DataRegistryCommands)? = nil, weights: (any DataRegistryCommands)? = nil,
    stores: StoreAccess? = nil
  ) {
    self.stores = stores
    self.catalogue = catalogue
    self.codes = codes
    self.registry = registry
    self.weights = weights
  }
}

/// The stores that results can be kept in.
public struct StoreAccess: Sendable {
  /// The folder of this user's own; nil where there is none.
  public let standardPlace: @Sendable () -> String?
  /// A store in a folder, with whom it tells what a person should know. Cheap: nothing is read before it is needed.
  public let open: @Sendable (String, @escaping @Sendable (String) -> Void) -> any DurableStore
  /// The same for a worker, beside any number of others on any number of machines; with what ends its patience where the
  /// folder cannot be written.
  public let openForWorker:
    @Sendable (String, @escaping @Sendable () -> Bool, @escaping @Sendable (String) -> Void) -> any DurableStore
  /// Whether a folder lies on a file system that several machines can share.
  public let isOnNetwork: @Sendable (String) -> Bool

  public init(
    standardPlace: @escaping @Sendable () -> String?,
    open: @escaping @Sendable (String, @escaping @Sendable (String) -> Void) -> any DurableStore,
    openForWorker:
      @escaping @Sendable (
        String, @escaping @Sendable () -> Bool, @escaping @Sendable (String) -> Void
      ) -> any DurableStore,
    isOnNetwork: @escaping @Sendable (String) -> Bool
  ) {
    self.standardPlace = standardPlace
    self.open = open
    self.openForWorker = openForWorker
    self.isOnNetwork = isOnNetwork
  }
}

/// What a user installs by name, data sets or weights, as the command line uses it.
///
/// What it throws should be an `ExplainableError` or a `Diagnostic`, so that a person can act on it.
public protocol DataRegistryCommands: Sendable {
  /// Every name that is known, installed or not, for completion. Cheap.
  var knownNames: [String] { get }
  /// Installs the archive, folder or file at `path` under a known name.
  func add(name: String, path: String) throws -> Document
  /// What is known, what is installed, and where.
  func list() throws -> Document
  func remove(name: String) throws -> Document
}
