// SPDX-License-Identifier: Apache-2.0

/// A source of randomness whose type is not known.
struct AnyRandom: RandomNumberGenerator, Sendable {
    var base: any RandomNumberGenerator & Sendable

    mutating func next() -> UInt64 {
        self.base.next()
    }
}
