import Imaging
import Numerics

/// Which action units move, and how strongly, on each side of the face.
public struct FaceExpression: Sendable, Equatable {
  /// The person's own side, as in FACS: right is on the left of the image.
  public enum Side: Int, Sendable, CaseIterable {
    case right
    case left
  }

  /// Strength (right, left) of each unit that moves.
  private var strengths: [ActionUnit: SIMD2<Float>]

  /// A face at rest.
  public static let neutral = FaceExpression()

  public init() {
    strengths = [:]
  }

  /// Units at one strength, on both sides. Strengths are clamped to 0…1 (0: none, 1: FACS intensity E).
  public init(_ units: [ActionUnit], strength: Float = 1) {
    strengths = [:]
    for unit in units { self[unit] = strength }
  }

  /// The prototype of an emotion, every unit at `intensity`; contempt on the `side` given.
  public init(_ emotion: Emotion, intensity: Float, side: Side = .left) {
    strengths = [:]
    for unit in emotion.actionUnits {
      for each in Side.allCases where !emotion.isUnilateral || each == side { self[unit, each] = intensity }
    }
  }

  /// The prototype of an emotion as it comes in life: no unit exactly as strong as another, no side as the other.
  ///
  /// Draws the same numbers whatever the emotion and the intensity, so that two faces that differ in nothing else stay
  /// comparable. The whole face varies by ±25 %, each unit by ±20 %, each side by ±8 %.
  public init(_ emotion: Emotion, intensity: Float, variedBy generator: inout SeededGenerator) {
    strengths = [:]
    let peak = intensity * Float(0.75 + 0.5 * generator.uniform())
    let side: Side = generator.uniform() < 0.5 ? .right : .left
    let moved = Set(emotion.actionUnits)
    for unit in ActionUnit.allCases {
      let strength = peak * Float(0.8 + 0.4 * generator.uniform())
      let tilt = Float(0.16 * generator.uniform() - 0.08)
      guard moved.contains(unit), strength > 0 else { continue }
      self[unit, .right] = emotion.isUnilateral && side == .left ? 0 : strength * (1 + tilt)
      self[unit, .left] = emotion.isUnilateral && side == .right ? 0 : strength * (1 - tilt)
    }
  }

  /// Strength of a unit on one side, 0…1; what is set is clamped to that.
  public subscript(unit: ActionUnit, side: Side) -> Float {
    get { strengths[unit]?[side.rawValue] ?? 0 }
    set {
      var both = strengths[unit] ?? .zero
      both[side.rawValue] = min(1, max(0, newValue))
      strengths[unit] = both == .zero ? nil : both
    }
  }

  /// Strength of a unit, mean of both sides; setting it sets both.
  public subscript(unit: ActionUnit) -> Float {
    get { strengths[unit].map { ($0.x + $0.y) / 2 } ?? 0 }
    set {
      self[unit, .right] = newValue
      self[unit, .left] = newValue
    }
  }

  /// The units that move at all, by number.
  public var actionUnits: [ActionUnit] {
    strengths.keys.sorted { $0.rawValue < $1.rawValue }
  }

  /// Part of the way from `start` to `end`: 0 gives the first, 1 the second. For moving pictures.
  public static func between(_ start: FaceExpression, _ end: FaceExpression, at fraction: Float) -> FaceExpression {
    var result = FaceExpression()
    for unit in ActionUnit.allCases {
      for side in Side.allCases {
        result[unit, side] = start[unit, side] + fraction * (end[unit, side] - start[unit, side])
      }
    }
    return result
  }

  /// The share of what AU4 would lower the inner half of a brow by that AU1 holds up.
  private func held(_ motion: ActionUnitMotion, by unit: ActionUnit) -> SIMD2<Float> {
    guard unit == .browLowerer, (19...21).contains(motion.landmark) else { return .zero }
    return (motion.landmark == 19 ? 0.4 : 0.8) * (strengths[.innerBrowRaiser] ?? .zero)
  }

  /// The landmarks of a resting face, moved by every unit.
  ///
  /// Motions add up, but for what FACS calls non-additive combinations, of which two are kept: where AU1 and AU4 act
  /// together the inner ends of the brows go up and together, not down; and lids and lips do not pass through each other.
  public func moving(_ resting: FaceLandmarks) -> FaceLandmarks {
    var landmarks = resting
    for unit in actionUnits {
      let strength = strengths[unit] ?? .zero
      for motion in ActionUnitMotion.of(unit) { landmarks.apply(motion, strength, held: held(motion, by: unit)) }
    }
    landmarks.settle()
    return landmarks
  }
}

extension FaceLandmarks {
  /// `held` is the share of the downward motion, on each side, that another unit prevents.
  fileprivate mutating func apply(_ motion: ActionUnitMotion, _ strength: SIMD2<Float>, held: SIMD2<Float>) {
    let right = motion.landmark
    let left = Self.mirrored(right)
    let down = motion.down * strength * (SIMD2(1, 1) - held)
    guard left != right else {
      points[right].y += down.sum() / 2
      return
    }
    points[right].x -= motion.outward * strength.x
    points[right].y += down.x
    points[left].x += motion.outward * strength.y
    points[left].y += down.y
  }
}
