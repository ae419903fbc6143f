// SPDX-License-Identifier: Apache-2.0

extension ListenMessage {
    /// The message without what it says about audio before `base` seconds; `nil` when nothing is left.
    ///
    /// A connection that served another call may still have something to say about that one, and must not say it here.
    func about(after base: Double) -> ListenMessage? {
        guard base > 0 else { return self }
        switch self {
        case .results(var results):
            guard results.end > base else { return nil }
            if results.start < base { results.keepWords(after: base) }
            return .results(results)
        case .speechStarted(_, let time):
            return time < base ? nil : self
        case .utteranceEnd(_, let lastWordEnd):
            return lastWordEnd >= 0 && lastWordEnd <= base ? nil : self
        default:
            return self
        }
    }
}

extension ListenResults {
    /// A word belongs to where its middle is. What cannot be placed goes.
    fileprivate mutating func keepWords(after base: Double) {
        self.words.removeAll { !(($0.start + $0.end) / 2 >= base) }
        self.transcript = self.words.map(\.text).joined(separator: " ")
    }
}
