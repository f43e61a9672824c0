import CommandLine
import Stages
import Store

/// Everything that this program consists of, in one place: the stages, the codes of their errors, and the registry of
/// data sets.
let hostEnvironment = HostEnvironment(
  catalogue: stageCatalogue, codes: stageCodes, registry: InstalledData(),
  stores: StoreAccess(
    standardPlace: { DiskStore.standardPlace }, open: { DiskStore(folder: $0, onWarning: $1) }))

extension InstalledData: DataRegistryCommands {}
