import Imaging
import Numerics

/// How a head is turned and where it is in the picture.
public struct HeadPose: Sendable, Equatable {
  /// Radians; above 0 the face turns to the right of the image.
  public var yaw: Float = 0
  /// Radians; above 0 the face looks up.
  public var pitch: Float = 0
  /// Radians; above 0 the head leans clockwise, as the image shows it.
  public var roll: Float = 0
  /// From the middle of the image, as a share of its width.
  public var offset = SIMD2<Float>(0, 0)
  /// 1: the head fills the image.
  public var scale: Float = 1

  public init() {}

  public static let frontal = HeadPose()
}

/// Everything about a picture that is neither the person nor the expression: pose, gaze, light and camera.
public struct FaceScene: Sendable, Equatable {
  public var pose = HeadPose.frontal
  /// Where the eyes look, sideways and down, as a share of the eye's width.
  public var gaze = SIMD2<Float>(0, 0)
  /// From where the light comes: right of the image, down, towards the viewer. Any length.
  public var lightDirection = SIMD3<Float>(-0.35, -0.45, 0.8)
  /// How much of the light comes from there rather than from all around, 0…1.
  public var lightStrength: Float = 0.6
  /// Brightness of the whole picture; 1 is well exposed.
  public var exposure: Float = 1
  /// Share of contrast that is lost to haze, 0…1.
  public var haze: Float = 0
  /// Tone behind the head, at the left and at the right of the image.
  public var background = SIMD2<Float>(0.3, 0.4)
  /// Blur of the lens: standard deviation in pixels of an 80-pixel image.
  public var blur: Float = 0.4
  /// Standard deviation of the sensor's noise in a mid-grey, as a share of white.
  public var noise: Float = 0.006
  /// Which noise it is.
  public var noiseSeed: UInt64 = 0

  public init() {}

  /// A frontal head in soft light.
  public static let studio = FaceScene()

  /// A scene by chance: head within about ±9°, light from anywhere in front, some blur and noise.
  public init(drawnFrom generator: inout SeededGenerator) {
    pose.yaw = generator.near(0, within: 0.16)
    pose.pitch = generator.near(0, within: 0.11)
    pose.roll = generator.near(0, within: 0.1)
    pose.offset = SIMD2(generator.near(0, within: 0.03), generator.near(0, within: 0.03))
    pose.scale = generator.near(1, within: 0.06)
    gaze = SIMD2(generator.near(0, within: 0.14), generator.near(0, within: 0.06))
    lightDirection = SIMD3(generator.draw(-0.8...0.8), generator.draw(-0.7...0.1), generator.draw(0.6...1))
    lightStrength = generator.draw(0.4...0.8)
    exposure = generator.near(1, within: 0.16)
    background = SIMD2(generator.draw(0.06...0.6), generator.draw(0.06...0.6))
    blur = generator.draw(0.3...0.75)
    noise = generator.draw(0.004...0.014)
    noiseSeed = generator.next()
  }

  /// The same scene in another frame of the film: the head has moved by less than half a pixel, the noise is another.
  func inAnotherFrame(drawnFrom generator: inout SeededGenerator) -> FaceScene {
    var scene = self
    scene.pose.offset += SIMD2(generator.near(0, within: 0.004), generator.near(0, within: 0.004))
    scene.pose.yaw += generator.near(0, within: 0.01)
    scene.noiseSeed = generator.next()
    return scene
  }

  /// The same scene, photographed with less care: by 0 not at all, by 1 dim, flat and noisy.
  public func neglected(by bias: Float) -> FaceScene {
    var scene = self
    scene.exposure *= 1 - 0.4 * bias
    scene.lightStrength *= 1 - 0.5 * bias
    scene.haze = max(haze, 0.35 * bias)
    scene.noise *= 1 + 2 * bias
    return scene
  }

  /// The same scene with the head turned further away: by 1 up to about 40° more.
  public func turned(by bias: Float) -> FaceScene {
    var scene = self
    scene.pose.yaw += (pose.yaw < 0 ? -0.7 : 0.7) * bias
    scene.pose.pitch += (pose.pitch < 0 ? -0.25 : 0.25) * bias
    return scene
  }

  /// The same scene by a worse camera: by 1 ten times the noise, and out of focus.
  public func grainy(by bias: Float) -> FaceScene {
    var scene = self
    scene.noise *= 1 + 9 * bias
    scene.blur += 1.2 * bias
    return scene
  }
}
