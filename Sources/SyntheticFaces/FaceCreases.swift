import Imaging

/// Depth of each line and pouch of the skin, 0 none … 1 deepest: what action units fold, and what age has left.
///
/// Which unit brings which line follows the appearance changes in the FACS manual (2002). Skin that has aged folds more
/// for the same movement and keeps a trace at rest.
struct FaceCreases {
  /// Level lines over the middle of the forehead (AU1) …
  let innerForehead: Float
  /// … and over its side (AU2).
  let outerForehead: Float
  /// Upright lines between the brows (AU4; AU9 a little).
  let glabella: Float
  /// Lines that fan out from the outer corner of the eye (AU6).
  let crowsFeet: Float
  /// The furrow below the lower lid (AU6, AU7).
  let lowerLid: Float
  /// Lines across and beside the root of the nose (AU9).
  let noseRoot: Float
  /// The furrow from the wing of the nose to beyond the corner of the mouth (AU12; AU9 at its upper end; AU6, AU15).
  let nasolabial: Float
  /// The dimple beside the corner of the mouth (AU14; AU12 a little).
  let dimple: Float
  /// The pouch and line below the corner of the mouth (AU15; AU20 a little).
  let mouthCorner: Float
  /// Lines around the lips (AU23).
  let lipEdge: Float
  /// The furrow between lower lip and chin (AU16).
  let chin: Float

  init(_ expression: FaceExpression, _ side: FaceExpression.Side, age: Float) {
    func unit(_ unit: ActionUnit) -> Float { expression[unit, side] }
    func folded(_ movement: Float, atRest: Float = 0) -> Float {
      min(1, movement * (0.7 + 0.5 * age) + atRest * age)
    }
    innerForehead = folded(unit(.innerBrowRaiser), atRest: 0.3)
    outerForehead = folded(unit(.outerBrowRaiser), atRest: 0.3)
    glabella = folded(unit(.browLowerer) + 0.4 * unit(.noseWrinkler), atRest: 0.25)
    crowsFeet = folded(unit(.cheekRaiser), atRest: 0.3)
    lowerLid = folded(0.8 * unit(.cheekRaiser) + 0.6 * unit(.lidTightener), atRest: 0.45)
    noseRoot = folded(unit(.noseWrinkler))
    nasolabial = folded(
      0.8 * unit(.lipCornerPuller) + 0.8 * unit(.noseWrinkler) + 0.2 * unit(.lipCornerDepressor), atRest: 0.45)
    dimple = folded(unit(.dimpler) + 0.15 * unit(.lipCornerPuller))
    mouthCorner = folded(unit(.lipCornerDepressor) + 0.3 * unit(.lipStretcher), atRest: 0.3)
    lipEdge = folded(unit(.lipTightener))
    chin = folded(unit(.lowerLipDepressor) + 0.3 * unit(.lipTightener))
  }
}
