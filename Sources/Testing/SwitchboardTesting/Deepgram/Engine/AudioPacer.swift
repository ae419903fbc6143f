// SPDX-License-Identifier: Apache-2.0

/// Lets audio through at a multiple of real time, with some credit for what came in a burst after a pause.
struct AudioPacer: Sendable {
    private let bytesPerSecond: Double
    private let limit: Double
    private var credit: Double
    private var updated: Duration

    init(pace: Double, burst: Duration, bytesPerSecond: Int, now: Duration) {
        self.bytesPerSecond = Double(bytesPerSecond) * pace
        // Without any credit nothing would ever pass.
        self.limit = Double(bytesPerSecond) * max(burst.inSeconds, 0.1)
        self.credit = self.limit
        self.updated = now
    }

    mutating func earn(now: Duration) {
        guard now > self.updated else { return }
        self.credit = min(self.limit, self.credit + (now - self.updated).inSeconds * self.bytesPerSecond)
        self.updated = now
    }

    /// How many of so many bytes may pass.
    func allowance(of bytes: Int) -> Int { min(bytes, Int(self.credit + 1e-6)) }

    mutating func spend(_ bytes: Int) { self.credit -= Double(bytes) }

    /// When so many bytes may pass.
    func time(for bytes: Int) -> Duration {
        let missing = Double(bytes) - self.credit
        guard missing > 0 else { return self.updated }
        // Rounded up to the microsecond, so that they do pass then.
        return self.updated + .microseconds(Int64((missing / self.bytesPerSecond * 1_000_000).rounded(.up)) + 1)
    }
}
