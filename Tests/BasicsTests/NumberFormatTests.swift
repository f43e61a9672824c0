import Testing

import Basics

@Suite struct NumberFormatTests {
  /// The same as Python's format(value, ".2f") and so on.
  @Test(arguments: [
    (0.519, 2, "0.52"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.675, 2, "2.67"), (1.115, 2, "1.11"),
    (1.005, 2, "1.00"), (0.995, 2, "0.99"), (0.999, 2, "1.00"), (9.9999, 3, "10.000"), (-1.5, 0, "-2"),
    (0.5, 0, "0"), (2.5, 0, "2"), (3.5, 0, "4"), (-0.0004, 3, "0.000"), (-0.0, 1, "0.0"),
    (1e15, 2, "1000000000000000.00"),
    (1e-20, 15, "0.000000000000000"), (123456.789, 1, "123456.8"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
    (1e300, 2, "1e+300"), (0.1, 15, "0.100000000000000"), (7, -3, "7"),
  ])
  func decimals(value: Double, digits: Int, text: String) {
    #expect(NumberFormat.decimal(value, digits: digits) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-45_379, "-45,379"), (1_234_567, "1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func groups(number: Int, text: String) {
    #expect(grouped(number) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_288_490_189, "1.2 GiB"), (1_048_575, "1.0 MiB"),
    (Int.max, "8.0 EiB"), (-2048, "-2.0 KiB"),
  ])
  func bytes(count: Int, text: String) {
    #expect(NumberFormat.bytes(count) == text)
  }

  @Test(arguments: [
    (0, "0.0 ms"), (0.0004, "0.4 ms"), (0.045, "45 ms"), (0.0994, "99 ms"), (0.0996, "0.1 s"), (0.8, "0.8 s"),
    (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min"), (125, "2 min 5 s"), (3599.6, "1 h"), (11_520, "3 h 12 min"),
    (187_200, "2 d 4 h"), (86_399, "1 d"), (-1, "?"), (.infinity, "?"), (1e300, "?"),
  ])
  func durations(seconds: Double, text: String) {
    #expect(NumberFormat.duration(seconds: seconds) == text)
  }

  @Test func percentages() {
    #expect(NumberFormat.percent(0.519) == "51.9%")
    #expect(NumberFormat.percent(1, digits: 0) == "100%")
  }

  @Test func whatIsMissing() {
    #expect(NumberFormat.decimal(.nan, missing: "–") == "–")
    #expect(NumberFormat.decimal(-.infinity, digits: 1, missing: "") == "")
  }

  @Test(arguments: [
    (0.000_312_44, 4, "0.0003124"), (12_345, 4, "12350"), (0, 3, "0"), (-2.5, 1, "-3"),
    (9.999, 2, "10"), (1e-320, 3, "1e-320"),
    // Beyond 10²², where powers of ten are no longer exact: Python's float(f"{x:.2e}") and so on.
    (1.234_567_89e-25, 3, "1.23e-25"), (9.999e-30, 3, "1e-29"), (-2.718_281_828e-101, 4, "-2.718e-101"),
    (6.626_070_15e34, 4, "6.626e+34"), (5e-324, 4, "5e-324"), (1.797e308, 2, "1.797e+308"),
  ])
  func significantDigits(value: Double, digits: Int, text: String) {
    #expect(NumberFormat.significant(value, digits: digits) == text)
  }

  @Test(arguments: [
    (0.000_249_94, "0.0003"), (0.000_999, "0.001"), (0.001, "0.001"), (0.3, "0.3"), (0.95, "1"), (1e-7, "1e-07"),
    (1.1e-30, "2e-30"), (0.0, "0"), (-2.0, "-2"),
  ])
  func roundsUp(value: Double, text: String) {
    #expect(NumberFormat.roundedUp(value) == text)
  }

  @Test(arguments: [
    (5, "5"), (0.1, "0.1"), (1e-7, "1e-07"), (1e15, "1000000000000000.0"), (1e16, "1e+16"), (-3, "-3"), (.nan, "nan"),
    (999_999_999_999_999, "999999999999999"),
  ])
  func shortestDigits(value: Double, text: String) {
    #expect(NumberFormat.shortest(value) == text)
  }
}
