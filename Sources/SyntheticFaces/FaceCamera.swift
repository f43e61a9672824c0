import Imaging
import Numerics

/// From light to bytes: exposure, haze, the blur of the lens, the noise of the sensor, and its tone curve.
struct FaceCamera {
  let scene: FaceScene
  let size: Int

  /// Writes `size` × `size` bytes. Uses the slope planes of the canvas as scratch.
  func photograph(_ canvas: FaceCanvas, into bytes: UnsafeMutablePointer<UInt8>) {
    expose(canvas)
    let kernel = blurKernel()
    blurRows(canvas, kernel)
    blurColumns(canvas, kernel)
    develop(canvas, into: bytes)
  }

  /// Light of each pixel into `slopeX`. Haze mixes in the grey that a picture of this exposure has on the whole.
  private func expose(_ canvas: FaceCanvas) {
    let gain = scene.exposure * 0.96
    let clear = gain * (1 - scene.haze)
    let veil = 0.3 * gain * scene.haze
    canvas.forEachLanes(in: canvas.everywhere) { _, _, offset in
      let light = Lanes(loading: canvas.albedo + offset) * Lanes(loading: canvas.shade + offset) * clear + veil
      light.unit.store(to: canvas.slopeX + offset)
    }
  }

  /// Weights at distances 0, 1 and 2, whose variance is that of the blur. For standard deviations up to 1 pixel.
  private func blurKernel() -> SIMD3<Float> {
    let deviation = scene.blur * Float(size) / 80
    let variance = min(1.5, deviation * deviation)
    // A binomial kernel of variance 1/2 for each unit, applied in part: exact in variance and never negative.
    let outer = variance * variance / 16
    let inner = variance / 2 - 4 * outer
    return SIMD3(1 - 2 * (inner + outer), inner, outer)
  }

  private func blurRows(_ canvas: FaceCanvas, _ kernel: SIMD3<Float>) {
    let last = size - 1
    for row in 0..<size {
      let from = canvas.slopeX + row * canvas.stride
      let to = canvas.slopeY + row * canvas.stride
      func mixed(_ x: Int) -> Float {
        from[x] * kernel.x + (from[max(0, x - 1)] + from[min(last, x + 1)]) * kernel.y
          + (from[max(0, x - 2)] + from[min(last, x + 2)]) * kernel.z
      }
      to[0] = mixed(0)
      to[1] = mixed(1)
      var x = 2
      while x + Lanes.scalarCount + 2 <= size {
        let near = Lanes(loading: from + x - 1) + Lanes(loading: from + x + 1)
        let far = Lanes(loading: from + x - 2) + Lanes(loading: from + x + 2)
        (Lanes(loading: from + x) * kernel.x + near * kernel.y + far * kernel.z).store(to: to + x)
        x += Lanes.scalarCount
      }
      while x < size {
        to[x] = mixed(x)
        x += 1
      }
    }
  }

  private func blurColumns(_ canvas: FaceCanvas, _ kernel: SIMD3<Float>) {
    let last = size - 1
    for row in 0..<size {
      func line(_ offset: Int) -> FaceCanvas.Plane {
        canvas.slopeY + min(last, max(0, row + offset)) * canvas.stride
      }
      let lines = (line(-2), line(-1), line(0), line(1), line(2))
      let to = canvas.slopeX + row * canvas.stride
      for x in Swift.stride(from: 0, to: size, by: Lanes.scalarCount) {
        let near = Lanes(loading: lines.1 + x) + Lanes(loading: lines.3 + x)
        let far = Lanes(loading: lines.0 + x) + Lanes(loading: lines.4 + x)
        (Lanes(loading: lines.2 + x) * kernel.x + near * kernel.y + far * kernel.z).store(to: to + x)
      }
    }
  }

  /// Noise grows with the root of the light, above a floor (shot and read noise); the tone curve is a square root, close to
  /// the gamma of 2.2 that pictures have, and exact on every machine.
  private func develop(_ canvas: FaceCanvas, into bytes: UnsafeMutablePointer<UInt8>) {
    var generator = SeededGenerator(seed: scene.noiseSeed)
    // At a light of 0.25, mid-grey after the curve, a step in light is as large as the same step in tone.
    let strength = Lanes(repeating: scene.noise * 2)
    for row in 0..<size {
      for x in Swift.stride(from: 0, to: size, by: Lanes.scalarCount) {
        let light = Lanes(loading: canvas.slopeX + row * canvas.stride + x)
        let deviation = (light * 0.2 + 0.01).squareRoot() * 2.13 * strength * 0.5
        let seen = light.addingProduct(deviation, Self.normal(&generator)).unit
        let tones = Self.bytes(seen.squareRoot() * 255)
        let target = bytes + row * size + x
        for lane in 0..<min(Lanes.scalarCount, size - x) { target[lane] = tones[lane] }
      }
    }
  }

  /// To the nearest whole numbers: adding 1.5 · 2²³ leaves them in the last bits. `SIMD8<Int32>(_:)` goes lane by lane and
  /// took a tenth of all time.
  @inline(__always)
  private static func bytes(_ tones: Lanes) -> SIMD8<UInt8> {
    SIMD8<UInt8>(truncatingIfNeeded: unsafeBitCast(tones + 12_582_912, to: SIMD8<UInt32>.self))
  }

  /// Eight numbers of mean 0 and deviation 1, nearly normal: sums of four uniform ones, all from four draws.
  @inline(__always)
  private static func normal(_ generator: inout SeededGenerator) -> Lanes {
    var sums = SIMD8<Int32>(repeating: 0)
    for _ in 0..<4 {
      let bits = generator.next()
      let bytes = unsafeBitCast(bits, to: SIMD8<UInt8>.self)
      sums &+= SIMD8<Int32>(truncatingIfNeeded: bytes)
    }
    // Four numbers of 0…255: mean 510, deviation 2 · √((256² − 1) / 12).
    return (Lanes(sums) - 510) * (1 / 147.8)
  }
}
