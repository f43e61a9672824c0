import Learning
import Plans

/// Which classes a cleaning resampler takes rows from.
enum CleanedClassesName: String, WordParameter {
  case larger, largest, all
  static let placeholder = CleanedClassesName.larger

  var engineClasses: CleanedClasses {
    switch self {
    case .larger: .larger
    case .largest: .largest
    case .all: .all
    }
  }
}

/// When edited nearest neighbours keep a row.
enum ENNKindName: String, WordParameter {
  case all, mode
  static let placeholder = ENNKindName.all

  var engineKind: EditedNearestNeighbours.Kind { self == .all ? .all : .mode }
}
