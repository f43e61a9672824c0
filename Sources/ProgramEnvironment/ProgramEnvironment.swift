import CommandLine
import Stages
import Store

/// Everything that Mien's programs consist of, in one place: the stages, the codes of their errors, and the registry of
/// data sets.
public let programEnvironment = HostEnvironment(
  catalogue: stageCatalogue, codes: stageCodes, registry: InstalledData(),
  weights: InstalledWeights(),
  stores: StoreAccess(
    standardPlace: { DiskStore.standardPlace }, open: { DiskStore(folder: $0, onWarning: $1) },
    openForWorker: { DiskStore(ofWorkerIn: $0, patience: 600, isInterrupted: $1, onWarning: $2) },
    isOnNetwork: { NetworkFolder.holds($0 + "/values") }))

extension InstalledData: DataRegistryCommands {}
extension InstalledWeights: DataRegistryCommands {}
