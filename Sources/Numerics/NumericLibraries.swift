import COpenBLAS
import Glibc

/// What decides the last digits of sums and products besides the program: the versions of OpenBLAS and of the C library, and
/// the processor whose kernels OpenBLAS uses. Where these are the same, so are all bytes of results.
public struct NumericLibraries: Codable, Sendable, Hashable {
  /// Its version, such as "0.3.21"; empty where OpenBLAS does not say.
  public let openBLAS: String
  /// Such as "SkylakeX".
  public let kernels: String
  /// Such as "glibc 2.36".
  public let cLibrary: String

  /// Of this process. Cost: 0.1 ms the first time.
  public static let inUse = NumericLibraries(
    openBLAS: version(in: openblas_get_config().map { String(cString: $0) } ?? ""), kernels: BLAS.kernels,
    cLibrary: cLibraryInUse)

  package init(openBLAS: String, kernels: String, cLibrary: String) {
    self.openBLAS = openBLAS
    self.kernels = kernels
    self.cLibrary = cLibrary
  }

  /// From "OpenBLAS 0.3.21 DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64".
  static func version(in configuration: String) -> String {
    configuration.split(separator: " ").dropFirst().first.map(String.init) ?? ""
  }

  private static var cLibraryInUse: String {
    var text = [CChar](repeating: 0, count: 64)
    guard confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count - 1) > 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// For a person: "OpenBLAS 0.3.21 for SkylakeX, glibc 2.36".
  public var text: String { "OpenBLAS \(openBLAS) for \(kernels), \(cLibrary)" }
}
