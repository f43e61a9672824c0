import Imaging

/// One visible movement of the face, with its number in the Facial Action Coding System.
///
/// What each unit moves, and how, follows the descriptions of appearance changes in Ekman, Friesen & Hager, *Facial
/// Action Coding System: The Manual* (2002). How far each unit moves a landmark is in `ActionUnitMotion`, which lines
/// and shadows it brings in `FaceCreases`.
public enum ActionUnit: Int, CaseIterable, Sendable, Codable {
  /// Pulls the inner ends of the brows up; wrinkles the middle of the forehead. Frontalis, medial part.
  case innerBrowRaiser = 1
  /// Pulls the outer ends of the brows up, arching them; wrinkles the forehead at the sides. Frontalis, lateral part.
  case outerBrowRaiser = 2
  /// Lowers the brows and draws them together; upright lines between them. Corrugator, procerus, depressor supercilii.
  case browLowerer = 4
  /// Raises the upper lid, so that more of the white shows above the iris. Levator palpebrae superioris.
  case upperLidRaiser = 5
  /// Raises the cheek, narrows the eye from below and the side; crow's feet. Orbicularis oculi, orbital part.
  case cheekRaiser = 6
  /// Tightens the lids: the lower one rises and straightens. Orbicularis oculi, palpebral part.
  case lidTightener = 7
  /// Pulls the sides of the nose up; wrinkles the root of the nose, lowers the brows and lifts the upper lip.
  /// Levator labii superioris alaeque nasi.
  case noseWrinkler = 9
  /// Pulls the lip corners up and to the side; deepens the furrow from nose to mouth. Zygomaticus major.
  case lipCornerPuller = 12
  /// Tightens the lip corners and pulls them inwards; a dimple beside each. Buccinator.
  case dimpler = 14
  /// Pulls the lip corners down; a pouch below them. Depressor anguli oris.
  case lipCornerDepressor = 15
  /// Pulls the lower lip down, so that the lower teeth show. Depressor labii inferioris.
  case lowerLipDepressor = 16
  /// Pulls the lip corners straight to the sides; flattens the lips. Risorius, platysma.
  case lipStretcher = 20
  /// Tightens the lips: narrow, with less red showing. Orbicularis oris.
  case lipTightener = 23
  /// Lets the jaw drop, so that the mouth opens. Masseter relaxed; temporalis and internal pterygoid too.
  case jawDrop = 26

  /// The name that researchers write: "AU12".
  public var code: String { "AU\(rawValue)" }
}
