// SPDX-License-Identifier: Apache-2.0

/// A rate as it is written in the configuration: `COUNT/SECONDS` or `COUNT/SECONDS+BURST`.
struct RateText {
    let count: Int
    let seconds: Int
    /// How many may come at once; as many as the count, if it is left out.
    let burst: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]) else { return nil }
        let window = parts[1].split(separator: "+", omittingEmptySubsequences: false)
        guard (1...2).contains(window.count), let seconds = Int(window[0]) else { return nil }
        let burst = window.count == 2 ? Int(window[1]) : count
        guard let burst, (1...1_000_000).contains(count), (1...86_400).contains(seconds),
            (1...1_000_000).contains(burst)
        else { return nil }
        self.count = count
        self.seconds = seconds
        self.burst = burst
    }
}
