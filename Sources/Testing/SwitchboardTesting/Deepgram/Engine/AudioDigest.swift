// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The SHA-256 of the audio, for `Metadata`.
struct AudioDigest: Sendable {
    private var hash = SHA256()

    mutating func update(_ bytes: some Collection<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { self.hash.update(bufferPointer: .init($0)) }
        if isDone == nil { self.hash.update(data: Array(bytes)) }
    }

    var hexadecimal: String {
        self.hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
