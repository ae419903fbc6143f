// SPDX-License-Identifier: Apache-2.0

/// Stands for the SHA-256 of the audio in `Metadata`: as long, the same for the same audio, and no more than that
/// (FNV-1a, four times with different beginnings), since no client can do anything with it but compare.
struct AudioDigest: Sendable {
    private var lanes: [UInt64] = [
        0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4, 0x9CE4_8422_2325_CBF2, 0x2325_CBF2_9CE4_8422,
    ]

    private var place = 0

    mutating func update(_ bytes: some Collection<UInt8>) {
        for byte in bytes {
            defer { self.place = (self.place + 1) & 3 }
            self.lanes[self.place] = (self.lanes[self.place] ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
    }

    var hexadecimal: String {
        self.lanes.map { lane in
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
