import Hosts
import Stages

/// Everything that this program consists of, in one place: the stages, the codes of their errors, and the registry of
/// data sets.
let equipment = Equipment(catalogue: stageCatalogue, codes: stageCodes, registry: InstalledData())

extension InstalledData: DataRegistryCommands {}
