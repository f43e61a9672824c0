import Drawing

/// One way in which a value can be drawn. A value says itself what it can be drawn as (`Payload.drawings`); whoever draws
/// takes the first, or the one of a name.
public struct DrawingOffer: Sendable {
  /// A word: "confusion".
  public let kind: String
  /// What it shows, for help and errors.
  public let summary: String
  /// How several of them lie beside each other.
  public let arrangement: Chart.Arrangement
  private let make: @Sendable (DrawingRequest) throws -> Chart

  public init(
    _ kind: String, _ summary: String, beside arrangement: Chart.Arrangement = .panels,
    _ make: @escaping @Sendable (DrawingRequest) throws -> Chart
  ) {
    self.kind = kind
    self.summary = summary
    self.arrangement = arrangement
    self.make = make
  }

  /// - Throws: `DrawingError` where the request names what is not there.
  public func chart(_ request: DrawingRequest = DrawingRequest()) throws -> Chart {
    var chart = try make(request)
    if let title = request.title { chart.title = title }
    return chart
  }
}

/// What a person asks of a drawing beside its kind; where nothing is asked, the value decides.
public struct DrawingRequest: Sendable {
  /// The column along the horizontal axis.
  public var x: String?
  /// The columns that are drawn.
  public var y: [String]
  /// What colours tell apart.
  public var color: String?
  /// What the size of dots tells.
  public var size: String?
  public var title: String?
  /// What stands for a name of the program where people read: "macro-F1" for "macro_f1".
  public var words: @Sendable (String) -> String

  public init(
    x: String? = nil, y: [String] = [], color: String? = nil, size: String? = nil, title: String? = nil,
    words: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.x = x
    self.y = y
    self.color = color
    self.size = size
    self.title = title
    self.words = words
  }
}
