import Glibc

// Named apart from the library's, so that no file has to import it for one function.

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
func logarithm(_ x: Double) -> Double { log(x) }
func exponential(_ x: Double) -> Double { exp(x) }
