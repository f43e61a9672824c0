import Basics

/// Named columns and rows of scalars; each row of a sweep also knows the plan that made it.
public struct Table: Sendable {
  public struct Row: Sendable {
    public var cells: [Scalar]
    public var plan: Plan?
    /// The values of the table's further columns.
    public var further: [Scalar]
    /// Whether it can be passed over, as a group of too few rows to be compared: grey where it is shown.
    public var isFaint: Bool

    public init(_ cells: [Scalar], plan: Plan? = nil, further: [Scalar] = [], isFaint: Bool = false) {
      self.cells = cells
      self.further = further
      self.plan = plan
      self.isFaint = isFaint
    }
  }

  public var columns: [String]
  public var rows: [Row]
  /// Columns that can be named, to sort by or to select, and are not shown.
  public var further: [String]
  /// What stands on it where its data are synthetic.
  public var synthetic: String?
  public var notes: [String]
  /// The columns that hold a sweep's choices.
  public var choices: [String]
  /// How its numbers were made, a line each; goes with it into every format.
  public var provenance: [ProvenanceLine]
  /// What the deviations of its estimates are taken over.
  public var deviatesOver = "folds"
  /// What a picture of its numbers is called; nil where the names of their columns say enough.
  public var pictureTitle: String?
  /// What its numbers are of, such as the face of one row, to be shown below it.
  public var pictures: [Picture] = []
  /// How many scored combinations its rows were taken from, also where some of them are no longer in it.
  public var combinationsTried = 0
  /// How many combinations of a sweep failed, also where their rows are no longer in it.
  public var combinationsFailed = 0

  public init(
    columns: [String], rows: [Row], synthetic: String? = nil, notes: [String] = [], choices: [String] = [],
    provenance: [ProvenanceLine] = [], further: [String] = []
  ) {
    self.columns = columns
    self.rows = rows
    self.further = further
    self.synthetic = synthetic
    self.notes = notes
    self.choices = choices
    self.provenance = provenance
  }

  public func index(of column: String) -> Int? {
    columns.firstIndex(of: column)
  }
}
