// SPDX-License-Identifier: Apache-2.0

/// A source of randomness whose type is not known.
package struct AnyRandom: RandomNumberGenerator, Sendable {
    private var base: any RandomNumberGenerator & Sendable

    package init(base: any RandomNumberGenerator & Sendable) {
        self.base = base
    }

    package mutating func next() -> UInt64 {
        self.base.next()
    }
}
