// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The few transcendental functions this library needs, in one place because their module differs by platform.
enum Mathematics {
    /// sin(πx)/(πx).
    static func sinc(_ x: Double) -> Double {
        x == 0 ? 1 : sin(.pi * x) / (.pi * x)
    }

    /// The Kaiser window at `x` in −1...1.
    static func kaiser(_ x: Double, beta: Double) -> Double {
        guard abs(x) <= 1 else { return 0 }
        return Self.besselI0(beta * (1 - x * x).squareRoot()) / Self.besselI0(beta)
    }

    /// 10·log₁₀ of a power.
    static func decibels(power: Double) -> Double { 10 * log10(power) }

    /// The power of a level in decibels.
    static func power(decibels: Double) -> Double { pow(10, decibels / 10) }

    /// Modified Bessel function of the first kind, order zero, by its series.
    private static func besselI0(_ x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        var k = 1.0
        while term > sum * 1e-12 {
            term *= (x / (2 * k)) * (x / (2 * k))
            sum += term
            k += 1
        }
        return sum
    }
}
