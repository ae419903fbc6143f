// SPDX-License-Identifier: Apache-2.0

/// Mask keys from the system's generator, fetched 64 at a time.
///
/// RFC 6455 section 5.3 wants keys that a web page cannot foresee; a system call for each frame would cost more than
/// the frame. Tests inject a generator of their own.
struct WebSocketMaskKeys {
    private var generator: any RandomNumberGenerator
    private var keys: [UInt32] = []

    init(_ generator: any RandomNumberGenerator = SystemRandomNumberGenerator()) {
        self.generator = generator
    }

    mutating func next() -> UInt32 {
        if let key = self.keys.popLast() { return key }
        for _ in 0..<32 {
            let word = self.generator.next()
            self.keys.append(UInt32(truncatingIfNeeded: word))
            self.keys.append(UInt32(truncatingIfNeeded: word >> 32))
        }
        return self.keys.popLast() ?? 0
    }
}
