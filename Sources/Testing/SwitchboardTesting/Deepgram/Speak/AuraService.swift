// SPDX-License-Identifier: Apache-2.0

/// Speech as a whole: what may be asked for, how much at once, and what goes wrong.
struct AuraService: Sendable {
    var faults: [DeepgramFault] = []
    private(set) var reports: [DeepgramSpeechReport] = []
    /// Reports that are kept.
    private let limit: Int
    private var count = 0
    private var openRequests = 0
    private var openConnections = 0

    init(limit: Int) { self.limit = limit }

    /// The faults of a request or connection that comes now.
    struct Admission: Sendable {
        var number: Int
        var faults: [DeepgramFault]

        func first<T>(_ find: (DeepgramFault.Kind) -> T?) -> T? { self.faults.compactMap { find($0.kind) }.first }
        func has(_ kind: DeepgramFault.Kind) -> Bool { self.faults.contains { $0.kind == kind } }
    }

    mutating func admit(
        _ target: String,
        traceparent: String? = nil,
        isStreaming: Bool,
        now: Duration
    ) -> Admission {
        self.count += 1
        let number = self.count
        self.reports.append(
            DeepgramSpeechReport(
                number: number,
                isStreaming: isStreaming,
                target: target,
                at: now,
                traceparent: traceparent
            )
        )
        if self.reports.count > self.limit + self.limit / 10 {
            self.reports.removeFirst(self.reports.count - self.limit)
        }
        return Admission(number: number, faults: self.faults.filter { $0.concerns(number) && $0.isActive(at: now) })
    }

    mutating func change(_ number: Int, _ change: (inout DeepgramSpeechReport) -> Void) {
        // Numbers follow one another: those before the first are forgotten.
        let index = number - (self.reports.first?.number ?? 1)
        guard self.reports.indices.contains(index) else { return }
        change(&self.reports[index])
    }

    /// Takes a place, or throws 429.
    mutating func take(isStreaming: Bool, _ settings: DeepgramServiceSettings) throws(DeepgramRefusal) {
        if isStreaming {
            guard self.openConnections < settings.speakLimit else { throw DeepgramRefusal(status: 429) }
            self.openConnections += 1
        } else {
            guard self.openRequests < settings.speakRequestLimit else { throw DeepgramRefusal(status: 429) }
            self.openRequests += 1
        }
    }

    mutating func giveBack(isStreaming: Bool) {
        if isStreaming { self.openConnections -= 1 } else { self.openRequests -= 1 }
    }
}
