/// A published data set that the program knows: where to get it, how it is laid out, and what it is.
public struct KnownDataset: Sendable, Hashable {
  public let name: String
  public let aliases: [String]
  /// Where to get it, in words.
  public let source: String
  public let layout: Layout
  public let classes: [String]
  public let manifest: Manifest

  public var title: String { manifest.title }

  /// The known set of this name or alias, in any capitalisation.
  public static func named(_ name: String) -> KnownDataset? {
    let name = name.lowercased()
    return all.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// Layouts in which copies of this set come about.
  private var layouts: Set<Layout> {
    switch layout {
    case .ck48: [.ck48, .ckPlus, .pixelTable]
    case .fer2013Table: [.fer2013Table, .fer2013Folders, .splitClassFolders]
    case .rafdb: [.rafdb, .splitClassFolders]
    case .splitClassFolders, .classFolders: [.splitClassFolders, .classFolders]
    default: [layout]
    }
  }

  /// Looks whether data could be this set: by their layout and their classes. Tables and arrays of numbers, made from it
  /// by the user, pass by their classes alone.
  /// - Throws: `DatasetError.notTheDataset`.
  func check(_ dataset: Dataset, path: String) throws {
    let found = Set(dataset.metadata.knownLabels?.names ?? [])
    let isMade = [.table, .arrays, .classFolders].contains(dataset.layout) || dataset.manifest.isSynthetic
    guard !found.isSubset(of: classes) || !(isMade || layouts.contains(dataset.layout)) else { return }
    throw DatasetError.notTheDataset(
      name: title, path: path,
      expected: "\(layout.description), with the classes \(listed(classes))",
      found: "\(dataset.layout.description), with the classes \(listed(dataset.metadata.knownLabels?.names ?? []))")
  }

  /// The known set that files of this layout are copies of, where the layout is that of one set alone.
  static func recognised(by layout: Layout) -> KnownDataset? {
    switch layout {
    case .ck48: ck48
    case .jaffe: jaffe
    case .rafdb: rafdb
    case .fer2013Table, .fer2013Folders: fer2013
    case .casme2: casme2
    default: nil
    }
  }

  /// All known sets, sorted by name.
  public static let all = [casme2, ck48, fer2013, jaffe, kmirfan, kori, rafdb, ziya07]

  fileprivate init(
    _ name: String, aliases: [String] = [], _ title: String, source: String, layout: Layout, classes: [String],
    kind: Manifest.Kind = .stills, acting: Manifest.Acting, subjectsKnown: Bool = false, licence: String,
    consent: String, citation: String = ""
  ) {
    self.name = name
    self.aliases = aliases
    self.source = source
    self.layout = layout
    self.classes = classes
    manifest = Manifest(
      name: name, title: title, kind: kind, acting: acting, subjectsKnown: subjectsKnown, licence: licence,
      consent: consent, citation: citation, homepage: source)
  }
}

extension KnownDataset {
  private static let sevenEmotions = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]

  public static let ziya07 = KnownDataset(
    "ziya07", "Facial Micro-Expression Recognition (Ziya07)",
    source: "Kaggle: ziya07/facial-micro-expression-recognition", layout: .splitClassFolders,
    classes: EmotionSpelling.emotions, acting: .mixed, licence: "see its page on Kaggle",
    consent: "not stated; the training images are those of FER2013, the test images those of CK+48")

  public static let kmirfan = KnownDataset(
    "kmirfan", aliases: ["kmirfans"], "Micro-Expressions (Kmirfan)", source: "Kaggle: kmirfan/micro-expressions",
    layout: .splitClassFolders, classes: sevenEmotions, acting: .unknown, licence: "see its page on Kaggle",
    consent: "not stated")

  public static let kori = KnownDataset(
    "kori", "Microexpression (Kori)", source: "Kaggle: muhammadsaadkhankori/microexpression", layout: .classFolders,
    classes: ["anger", "disgust", "fear", "happy", "sad", "surprise"], acting: .unknown,
    licence: "see its page on Kaggle", consent: "not stated")

  public static let ck48 = KnownDataset(
    "ck48", aliases: ["ck+48", "ck+", "ckplus"], "Extended Cohn-Kanade, cropped to 48×48 (CK+48)",
    source: "the University of Pittsburgh, on request; cropped copies on Kaggle under the name CK+48", layout: .ck48,
    classes: EmotionSpelling.emotions.filter { $0 != "neutral" }, acting: .posed, subjectsKnown: true,
    licence: "research only, under the agreement of the Cohn-Kanade database",
    consent: "the people filmed took part in a study; only some allowed their image to be published",
    citation: "Lucey et al. (2010), The Extended Cohn-Kanade Dataset (CK+)")

  public static let fer2013 = KnownDataset(
    "fer2013", "Facial Expression Recognition 2013", source: "Kaggle: msambare/fer2013, or the contest's fer2013.csv",
    layout: .fer2013Table, classes: sevenEmotions, acting: .mixed, licence: "see its page on Kaggle",
    consent: "not asked: the images were found by a web search",
    citation: "Goodfellow et al. (2013), Challenges in Representation Learning: a report on three contests")

  public static let jaffe = KnownDataset(
    "jaffe", "Japanese Female Facial Expression",
    source: "Zenodo, on request: The Japanese Female Facial Expression "
      + "(JAFFE) Dataset", layout: .jaffe, classes: sevenEmotions, acting: .posed, subjectsKnown: true,
    licence: "non-commercial research only", consent: "ten women posed for a study",
    citation: "Lyons, Akamatsu, Kamachi and Gyoba (1998), Coding Facial Expressions with Gabor Wavelets")

  public static let rafdb = KnownDataset(
    "rafdb", aliases: ["raf-db", "raf"], "Real-world Affective Faces Database",
    source: "its authors, on request; copies on Kaggle under the name RAF-DB", layout: .rafdb,
    classes: sevenEmotions, acting: .mixed, licence: "non-commercial research only",
    consent: "not asked: the images were found on the web",
    citation: "Li, Deng and Du (2017), Reliable Crowdsourcing and Deep Locality-Preserving Learning")

  public static let casme2 = KnownDataset(
    "casme2", aliases: ["casmeii", "casme-ii"], "CASME II", source: "the Chinese Academy of Sciences, on request",
    layout: .casme2, classes: ["disgust", "fear", "happy", "others", "repression", "sad", "surprise"], kind: .clips,
    acting: .spontaneous, subjectsKnown: true, licence: "research only, under its release agreement",
    consent: "the people filmed took part in a study; see the release agreement for what may be shown",
    citation: "Yan et al. (2014), CASME II: an improved spontaneous micro-expression database")
}
