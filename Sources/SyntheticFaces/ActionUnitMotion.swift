import Imaging

/// How far one action unit at its strongest (FACS intensity E) moves one landmark.
///
/// Given for the right side of the face; the left side is its mirror image. Distances are in face units (an average
/// face is about 1.5 wide). The manual describes directions and which parts move, and grades strength from A to E without
/// lengths: the lengths here are those of an adult face in which the described change is unmistakable.
struct ActionUnitMotion: Sendable {
  let landmark: Int
  /// Away from the midline.
  let outward: Float
  let down: Float

  private init(_ landmark: Int, outward: Float = 0, down: Float = 0) {
    self.landmark = landmark
    self.outward = outward
    self.down = down
  }

  static func of(_ unit: ActionUnit) -> [ActionUnitMotion] { table[unit] ?? [] }

  private static let table: [ActionUnit: [ActionUnitMotion]] = [
    .innerBrowRaiser: [
      .init(21, outward: 0.01, down: -0.125), .init(20, down: -0.085), .init(19, down: -0.03),
      .init(38, down: -0.010),
    ],
    .outerBrowRaiser: [
      .init(17, down: -0.1), .init(18, down: -0.125), .init(19, down: -0.095), .init(20, down: -0.055),
      .init(21, down: -0.012), .init(37, down: -0.006),
    ],
    .browLowerer: [
      .init(21, outward: -0.05, down: 0.085), .init(20, outward: -0.045, down: 0.075),
      .init(19, outward: -0.03, down: 0.055), .init(18, outward: -0.015, down: 0.03),
      .init(17, outward: -0.005, down: 0.01), .init(38, down: 0.008), .init(37, down: 0.006),
    ],
    .upperLidRaiser: [.init(37, down: -0.048), .init(38, down: -0.05)],
    .cheekRaiser: [
      .init(40, down: -0.026), .init(41, down: -0.034), .init(37, down: 0.016), .init(38, down: 0.006),
      .init(36, outward: -0.008), .init(17, down: 0.02), .init(18, down: 0.014), .init(68, down: -0.08),
    ],
    .lidTightener: [
      .init(40, down: -0.03), .init(41, down: -0.032), .init(37, down: 0.016), .init(38, down: 0.018),
    ],
    .noseWrinkler: [
      .init(31, outward: 0.018, down: -0.05), .init(32, outward: 0.008, down: -0.04), .init(33, down: -0.025),
      .init(30, down: -0.025), .init(21, outward: -0.015, down: 0.05), .init(20, outward: -0.01, down: 0.04),
      .init(19, down: 0.02), .init(49, down: -0.05), .init(50, down: -0.065), .init(51, down: -0.06),
      .init(61, down: -0.05), .init(62, down: -0.045), .init(40, down: -0.018), .init(41, down: -0.014),
      .init(38, down: 0.012), .init(37, down: 0.008), .init(68, down: -0.05),
    ],
    .lipCornerPuller: [
      .init(48, outward: 0.085, down: -0.105), .init(60, outward: 0.085, down: -0.1),
      .init(49, outward: 0.06, down: -0.05), .init(59, outward: 0.06, down: -0.04),
      .init(50, outward: 0.025, down: -0.004), .init(58, outward: 0.03, down: -0.002),
      .init(61, outward: 0.04, down: -0.006), .init(67, outward: 0.04, down: -0.006),
      .init(51, down: 0.012), .init(57, down: 0.006), .init(31, outward: 0.012), .init(68, outward: 0.02, down: -0.055),
    ],
    .dimpler: [
      .init(48, outward: -0.01, down: -0.012), .init(60, outward: -0.02, down: -0.012),
      .init(49, outward: -0.012, down: 0.008), .init(59, outward: -0.012, down: -0.016),
    ],
    .lipCornerDepressor: [
      .init(48, outward: 0.02, down: 0.09), .init(60, outward: 0.015, down: 0.085),
      .init(49, outward: 0.01, down: 0.05), .init(59, outward: 0.01, down: 0.055),
      .init(61, down: 0.012), .init(67, down: 0.012), .init(58, down: 0.008), .init(57, down: -0.012),
    ],
    .lowerLipDepressor: [
      .init(57, down: 0.07), .init(58, outward: 0.01, down: 0.075), .init(59, outward: 0.01, down: 0.05),
      .init(66, down: 0.075), .init(67, outward: 0.01, down: 0.075),
    ],
    .lipStretcher: [
      .init(48, outward: 0.1, down: 0.02), .init(60, outward: 0.1, down: 0.02),
      .init(49, outward: 0.075, down: 0.02), .init(59, outward: 0.075, down: -0.015),
      .init(50, outward: 0.03, down: 0.014), .init(58, outward: 0.04, down: -0.02),
      .init(61, outward: 0.04), .init(67, outward: 0.04), .init(51, down: 0.012), .init(57, down: -0.02),
    ],
    .lipTightener: [
      .init(48, outward: -0.03), .init(60, outward: -0.03), .init(49, outward: -0.02, down: 0.024),
      .init(50, outward: -0.005, down: 0.042), .init(51, down: 0.038), .init(59, outward: -0.02, down: -0.032),
      .init(58, outward: -0.01, down: -0.055), .init(57, down: -0.06),
    ],
    .jawDrop: [
      .init(8, down: 0.15), .init(7, down: 0.14), .init(6, down: 0.11), .init(5, down: 0.07), .init(4, down: 0.03),
      .init(57, down: 0.2), .init(58, outward: 0.03, down: 0.195), .init(59, outward: 0.01, down: 0.165),
      .init(66, down: 0.2), .init(67, outward: 0.035, down: 0.17), .init(48, outward: -0.018, down: 0.07),
      .init(60, outward: -0.014, down: 0.07), .init(49, outward: -0.015, down: 0.015), .init(50, down: -0.006),
      .init(51, down: -0.01), .init(61, outward: 0.03, down: -0.01), .init(62, down: -0.018),
      .init(68, down: 0.02),
    ],
  ]
}
