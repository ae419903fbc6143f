// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Seconds as a script writes them, to the microsecond; negative and absurd ones are pulled into 0…a week.
    init(scripted seconds: Double) {
        self = .microseconds(Int64((max(0, min(seconds, 604_800)) * 1_000_000).rounded()))
    }

    /// The duration in seconds, for reports.
    var inSeconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
