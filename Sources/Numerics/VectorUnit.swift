import COpenBLAS

/// What the processor that this program was built for has to compute with.
public enum VectorUnit {
  /// 32 registers of 512 bits, so that a kernel can hold 24 sums of 16 numbers; otherwise hold six.
  public static var hasWideRegisters: Bool { built_for_wide_registers != 0 }
}
