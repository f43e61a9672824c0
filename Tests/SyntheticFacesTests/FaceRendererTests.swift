import Numerics
import Testing

@testable import Imaging
@testable import SyntheticFaces

struct FaceRendererTests {
  @Test func drawsTheSameBytesEachTime() throws {
    let renderer = try FaceRenderer()
    let first = renderer.image(of: FaceIdentity(), expression: FaceExpression(.fear, intensity: 1))
    #expect(first == renderer.image(of: FaceIdentity(), expression: FaceExpression(.fear, intensity: 1)))
    #expect((first.width, first.height, first.channels) == (80, 80, 1))
  }

  @Test func nothingOfTheLastFaceStaysOnTheCanvas() throws {
    let renderer = try FaceRenderer(size: 45)
    let canvas = FaceCanvas(size: 45)
    var person = FaceIdentity()
    person.hairStyle = .long
    person.wearsGlasses = true
    var bytes = [UInt8](repeating: 0, count: 45 * 45)
    for identity in [person, FaceIdentity()] {
      bytes.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        renderer.draw(identity, .neutral, .studio, on: canvas, into: base)
      }
    }
    #expect(bytes == renderer.image(of: FaceIdentity()).pixels)
  }

  @Test(arguments: [32, 45, 80, 121])
  func drawsAnySize(_ size: Int) throws {
    let image = try FaceRenderer(size: size).image(of: FaceIdentity())
    #expect(image.width == size)
    #expect(Set(image.pixels).count > 30)
  }

  @Test func refusesSizesTooSmallOrTooLarge() {
    #expect(throws: SyntheticFaceError.sizeOutOfRange(size: 8, range: 32...512)) { try FaceRenderer(size: 8) }
    #expect(throws: SyntheticFaceError.sizeOutOfRange(size: 10_000, range: 32...512)) { try FaceRenderer(size: 10_000) }
  }

  @Test func landmarksFollowThePose() throws {
    let renderer = try FaceRenderer()
    func tip(_ change: (inout HeadPose) -> Void) -> SIMD2<Float> {
      var scene = FaceScene.studio
      change(&scene.pose)
      return renderer.landmarks(of: FaceIdentity(), scene: scene)[FaceLandmarks.noseTip]
    }
    let frontal = tip { _ in }
    #expect(tip { $0.yaw = 0.15 }.x > frontal.x + 2)
    #expect(tip { $0.pitch = 0.15 }.y < frontal.y - 2)
    #expect(abs(tip { $0.offset.x = 0.1 }.x - frontal.x - 8) < 0.01)
  }

  @Test func landmarksOfAFrontalFaceLieInThePicture() throws {
    for point in try FaceRenderer().landmarks(of: FaceIdentity()) {
      #expect(point.min() > 0 && point.max() < 80)
    }
  }

  /// The pupil is darker than the white beside it, and lips are darker than the cheek.
  @Test func featuresAreWhereTheLandmarksSay() throws {
    let renderer = try FaceRenderer(size: 160)
    let identity = FaceIdentity()
    let image = renderer.image(of: identity)
    let points = renderer.landmarks(of: identity)
    func tone(_ point: SIMD2<Float>) -> Int { Int(image.pixels[Int(point.y) * 160 + Int(point.x)]) }
    let eye = (points[36] + points[39]) / 2
    let white = points[36] * 0.72 + eye * 0.28
    #expect(tone(eye + SIMD2(0, 1)) + 40 < tone(white + SIMD2(1, 1)))
    let lip = points[57] * 0.5 + points[66] * 0.5
    #expect(tone(lip) + 15 < tone(points[FaceLandmarks.rightCheek]))
  }

  @Test func aMeaninglessSceneIsDrawnAsSomethingRatherThanTrapping() throws {
    var scene = FaceScene.studio
    scene.pose.scale = .nan
    scene.lightDirection = .zero
    scene.noise = .infinity
    scene.pose.offset = SIMD2(.infinity, -1e30)
    let image = try FaceRenderer(size: 32).image(of: FaceIdentity(), scene: scene)
    #expect(image.pixels.count == 1024)
  }

  @Test func noiseAndLightChangeThePicture() throws {
    let renderer = try FaceRenderer()
    var noisy = FaceScene.studio
    noisy.noiseSeed = 1
    var lit = FaceScene.studio
    lit.lightDirection.x = 0.6
    let plain = renderer.image(of: FaceIdentity())
    #expect(renderer.image(of: FaceIdentity(), scene: noisy) != plain)
    #expect(renderer.image(of: FaceIdentity(), scene: lit) != plain)
  }
}
