// SPDX-License-Identifier: Apache-2.0

import Testing

/// Audio that a failed expectation does not print byte by byte.
struct Samples: Hashable, CustomTestStringConvertible {
    let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    var testDescription: String { "\(self.bytes.count) samples" }
}
