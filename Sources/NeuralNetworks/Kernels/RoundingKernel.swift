/// What another kernel computes, rounded to bfloat16.
struct RoundingKernel: MapKernel {
  private let kernel: any MapKernel
  private let size: Int

  init(_ kernel: any MapKernel, _ output: MapShape) {
    self.kernel = kernel
    size = output.size
  }

  func scratch(batch: Int) -> Int { kernel.scratch(batch: batch) }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    kernel.run(batch: batch, inputs: inputs, output: output, scratch: scratch)
    let count = batch * size
    let whole = count / 16 * 16
    for place in stride(from: 0, to: whole, by: 16) {
      SIMD16(from: output + place).roundedToBrainFloat.write(to: output + place)
    }
    // Only what goes into a network has a rest.
    for place in whole..<count { output[place] = output[place].roundedToBrainFloat }
  }
}

extension SIMD16<Float> {
  /// The nearest numbers of eight binary digits, ties to the even one; what is no number stays none.
  @inline(__always)
  var roundedToBrainFloat: Self {
    let bits = unsafeBitCast(self, to: SIMD16<UInt32>.self)
    let odd = (bits &>> 16) & 1
    let rounded = (bits &+ (odd &+ 0x7FFF)) & 0xFFFF_0000
    return replacing(with: unsafeBitCast(rounded, to: Self.self), where: self .== self)
  }
}

extension Float {
  /// The nearest number of eight binary digits, ties to the even one.
  var roundedToBrainFloat: Float {
    guard !isNaN else { return self }
    return Float(bitPattern: (bitPattern &+ (bitPattern >> 16 & 1) &+ 0x7FFF) & 0xFFFF_0000)
  }
}
