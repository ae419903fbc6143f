// SPDX-License-Identifier: Apache-2.0

extension SimulatedDeepgram {
    /// What was seen of every connection to live transcription, in the order of the attempts.
    public var connections: [DeepgramConnectionReport] {
        self.withState { $0.reports.values.sorted { $0.number < $1.number } }
    }

    /// All attempts to reach live transcription, in order, with their times.
    public var attempts: [DeepgramAttempt] { self.withState { $0.service.attempts } }

    /// Connections to live transcription that are open.
    public var openConnections: Int { self.withState { $0.service.open.count } }

    /// The most that were open at once.
    public var peakConnections: Int { self.withState { $0.service.peak } }

    /// Everything that clients did wrong, with the number of the connection.
    public var violations: [(connection: Int, violation: DeepgramViolation)] {
        self.connections.flatMap { report in report.violations.map { (report.number, $0) } }
    }

    /// Requests and connections to `/v1/speak`, in order.
    public var speech: [DeepgramSpeechReport] { self.withState { $0.speech.reports } }

    /// Waits until a condition holds; asked whenever something has happened. Returns as well when the task is cancelled.
    public func until(_ condition: @escaping @Sendable (SimulatedDeepgram) -> Bool) async {
        let id = self.withState { state in
            state.nextWatcher += 1
            return state.nextWatcher
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.withState {
                    $0.watchers[id] = Watcher(condition: condition, continuation: continuation)
                }
                self.tellWatchers()
                // Cancelled before it was there to be cancelled.
                if Task.isCancelled { self.forget(watcher: id) }
            }
        } onCancel: {
            self.forget(watcher: id)
        }
    }

    func publish(_ report: DeepgramConnectionReport) {
        let isWatched = self.withState { state in
            state.reports[report.number] = report
            if report.endedAt != nil { state.forgetOldReports() }
            return !state.watchers.isEmpty
        }
        if isWatched { self.tellWatchers() }
    }

    /// Conditions look at this object: they are asked outside the lock.
    func tellWatchers() {
        let watchers = self.withState { $0.watchers }
        for (id, watcher) in watchers where watcher.condition(self) { self.forget(watcher: id) }
    }

    private func forget(watcher id: Int) {
        self.withState { $0.watchers.removeValue(forKey: id) }?.continuation.resume()
    }
}

extension SimulatedDeepgram.State {
    /// Keeps the record within its bound; connections that are open stay.
    fileprivate mutating func forgetOldReports() {
        let limit = self.service.settings.recordedConnections
        guard self.reports.count > limit + limit / 10 else { return }
        let over = self.reports.values.filter { $0.endedAt != nil }.map(\.number).sorted()
        for number in over.prefix(self.reports.count - limit) { self.reports[number] = nil }
    }
}
