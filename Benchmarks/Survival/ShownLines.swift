// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport

/// Every line of the callers' that any server ever showed, call by call: what was shown must be there at the end, once.
actor ShownLines {
    private var shown: [String: Set<String>] = [:]
    private(set) var polls = 0
    /// Reads that failed, by what was wrong.
    private(set) var failures: [String: Int] = [:]

    /// How many lines were shown.
    var count: Int { self.shown.values.reduce(0) { $0 + $1.count } }

    /// Asks again and again for the transcripts of these calls until all is over.
    nonisolated func watch(
        _ calls: @Sendable () async -> [String],
        until isOver: @Sendable () async -> Bool,
        at port: Int
    ) async {
        let server = OperatorClient(port: port)
        while !Task.isCancelled, await !isOver() {
            for sid in await calls().shuffled().prefix(20) {
                do {
                    let transcript = try await server.transcript(of: sid)
                    await self.note(sid, transcript.lines.filter { $0.speaker == "caller" }.map(\.text))
                } catch {
                    await self.noteFailure("\(error)".prefix(120))
                }
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func note(_ call: String, _ lines: [String]) {
        self.polls += 1
        self.shown[call, default: []].formUnion(lines)
    }

    private func noteFailure(_ text: Substring) { self.failures[String(text), default: 0] += 1 }

    /// Shown lines of a call that are missing in its transcript or stand there more than once; as often as the stream
    /// broke, the caller may have said one again.
    func differences(_ call: String, _ lines: [String], breaks: Int) -> (lost: Int, doubled: Int) {
        var counts: [String: Int] = [:]
        for line in lines { counts[line, default: 0] += 1 }
        let shown = self.shown[call] ?? []
        let doubled = counts.values.reduce(0) { $0 + $1 - 1 }
        return (shown.count { counts[$0] == nil }, max(0, doubled - breaks))
    }
}
