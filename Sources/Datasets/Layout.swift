/// What the files of a data set were taken for.
public enum Layout: String, Sendable, CaseIterable {
  case classFolders, splitClassFolders
  case ck48, jaffe, rafdb, fer2013Folders, fer2013Table, casme2
  case kdef, affectNet, ckPlus, pixelTable
  case table, arrays
  /// Several sets joined.
  case joined
  /// Made by the program, not read.
  case made

  /// What a person calls it.
  public var description: String {
    switch self {
    case .classFolders: "one folder for each class"
    case .splitClassFolders: "train and test folders, each with one folder for each class"
    case .ck48: "CK+48: class folders, subject and frame in the file names"
    case .jaffe: "JAFFE: subject and expression in the file names"
    case .rafdb: "RAF-DB: train and test images, classes numbered 1 to 7"
    case .fer2013Folders: "FER2013 as train and test folders"
    case .fer2013Table: "FER2013 as a table of pixels"
    case .casme2: "CASME II: clips as folders of frames"
    case .kdef: "KDEF: subject and expression in the file names"
    case .affectNet: "AffectNet: a file of annotations for each image"
    case .ckPlus: "CK+: the peak frame of each sequence that has a label in Emotion"
    case .pixelTable: "a table of pixels, as FER2013's"
    case .table: "a table with a column of labels"
    case .arrays: "NumPy arrays X and y"
    case .joined: "several data sets joined"
    case .made: "made by the program"
    }
  }
}
