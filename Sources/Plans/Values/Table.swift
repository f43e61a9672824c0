/// Named columns and rows of scalars; each row of a sweep also knows the plan that made it.
public struct Table: Sendable {
  public struct Row: Sendable {
    public var cells: [Scalar]
    public var plan: Plan?

    public init(_ cells: [Scalar], plan: Plan? = nil) {
      self.cells = cells
      self.plan = plan
    }
  }

  public var columns: [String]
  public var rows: [Row]
  /// What stands on it where its data are synthetic.
  public var synthetic: String?
  public var remarks: [String]

  public init(columns: [String], rows: [Row], synthetic: String? = nil, remarks: [String] = []) {
    self.columns = columns
    self.rows = rows
    self.synthetic = synthetic
    self.remarks = remarks
  }

  public func index(of column: String) -> Int? {
    columns.firstIndex(of: column)
  }
}
