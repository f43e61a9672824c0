/// Some sixteens of neighbouring channels, held in registers.
///
/// Kernels are generic over the number of sixteens: four (or two, or one) for processors with 32 registers of 512 bits, one
/// for those with 16 of 256 bits, where a sixteen is two registers.
protocol ChannelLanes {
  static var width: Int { get }
  static var zero: Self { get }
  init(at source: UnsafePointer<Float>)
  /// self += factor · other, fused.
  mutating func add(_ factor: Float, _ other: Self)
  func store(at target: UnsafeMutablePointer<Float>)
  /// Whatever `change` does to each sixteen; it is given how many channels come before it.
  func changed(_ change: (SIMD16<Float>, Int) -> SIMD16<Float>) -> Self
}

extension SIMD16<Float> {
  @inline(__always)
  init(from source: UnsafePointer<Float>) {
    self = UnsafeRawPointer(source).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  func write(to target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: self, as: Self.self)
  }

  /// Held between bounds; NaN stays NaN, so that damage is seen at the end.
  @inline(__always)
  func limited(_ lower: Float, _ upper: Float) -> Self {
    let (low, high) = (Self(repeating: lower), Self(repeating: upper))
    return replacing(with: low, where: self .< low).replacing(with: high, where: self .> high)
  }
}

struct OneLane: ChannelLanes {
  private var a: SIMD16<Float>

  static var width: Int { 16 }
  @inline(__always) static var zero: OneLane { OneLane(a: .zero) }

  @inline(__always)
  private init(a: SIMD16<Float>) { self.a = a }

  @inline(__always)
  init(at source: UnsafePointer<Float>) { a = SIMD16(from: source) }

  @inline(__always)
  mutating func add(_ factor: Float, _ other: OneLane) {
    a.addProduct(SIMD16(repeating: factor), other.a)
  }

  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>) { a.write(to: target) }

  @inline(__always)
  func changed(_ change: (SIMD16<Float>, Int) -> SIMD16<Float>) -> OneLane { OneLane(a: change(a, 0)) }
}

struct TwoLanes: ChannelLanes {
  private var a: SIMD16<Float>
  private var b: SIMD16<Float>

  static var width: Int { 32 }
  @inline(__always) static var zero: TwoLanes { TwoLanes(a: .zero, b: .zero) }

  @inline(__always)
  private init(a: SIMD16<Float>, b: SIMD16<Float>) {
    self.a = a
    self.b = b
  }

  @inline(__always)
  init(at source: UnsafePointer<Float>) {
    a = SIMD16(from: source)
    b = SIMD16(from: source + 16)
  }

  @inline(__always)
  mutating func add(_ factor: Float, _ other: TwoLanes) {
    let factors = SIMD16<Float>(repeating: factor)
    a.addProduct(factors, other.a)
    b.addProduct(factors, other.b)
  }

  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>) {
    a.write(to: target)
    b.write(to: target + 16)
  }

  @inline(__always)
  func changed(_ change: (SIMD16<Float>, Int) -> SIMD16<Float>) -> TwoLanes {
    TwoLanes(a: change(a, 0), b: change(b, 16))
  }
}

struct FourLanes: ChannelLanes {
  private var a: SIMD16<Float>
  private var b: SIMD16<Float>
  private var c: SIMD16<Float>
  private var d: SIMD16<Float>

  static var width: Int { 64 }
  @inline(__always) static var zero: FourLanes { FourLanes(a: .zero, b: .zero, c: .zero, d: .zero) }

  @inline(__always)
  private init(a: SIMD16<Float>, b: SIMD16<Float>, c: SIMD16<Float>, d: SIMD16<Float>) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  @inline(__always)
  init(at source: UnsafePointer<Float>) {
    a = SIMD16(from: source)
    b = SIMD16(from: source + 16)
    c = SIMD16(from: source + 32)
    d = SIMD16(from: source + 48)
  }

  @inline(__always)
  mutating func add(_ factor: Float, _ other: FourLanes) {
    let factors = SIMD16<Float>(repeating: factor)
    a.addProduct(factors, other.a)
    b.addProduct(factors, other.b)
    c.addProduct(factors, other.c)
    d.addProduct(factors, other.d)
  }

  @inline(__always)
  func store(at target: UnsafeMutablePointer<Float>) {
    a.write(to: target)
    b.write(to: target + 16)
    c.write(to: target + 32)
    d.write(to: target + 48)
  }

  @inline(__always)
  func changed(_ change: (SIMD16<Float>, Int) -> SIMD16<Float>) -> FourLanes {
    FourLanes(a: change(a, 0), b: change(b, 16), c: change(c, 32), d: change(d, 48))
  }
}
