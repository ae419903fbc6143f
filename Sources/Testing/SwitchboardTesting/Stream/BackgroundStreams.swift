// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The background streams of one call: at most four tracks at once, each stream by its name or its SID.
///
/// Twilio, "Media Streams Overview", on limits; "TwiML Voice: Stop".
final class BackgroundStreams: Sendable {
    static let maximumTracks = 4

    private struct State {
        var streams: [BackgroundStream] = []
        var isOver = false
    }

    private let state = Mutex(State())

    /// Takes a stream in. Throws when its name is taken, when there are too many tracks, or when the call is over.
    func add(_ stream: BackgroundStream) throws(DebuggerError) {
        let complaint = self.state.withLock { state -> String? in
            let running = state.streams.filter { !$0.isOver }
            let tracks = (running + [stream]).reduce(0) { $0 + $1.order.tracks.count }
            guard !state.isOver else { return "the call is over" }
            guard tracks <= Self.maximumTracks else { return "a call has at most \(Self.maximumTracks) tracks" }
            guard !running.contains(where: { $0.name == stream.name }) else {
                return "the name \(stream.name) is taken"
            }
            state.streams.append(stream)
            return nil
        }
        if let complaint { throw DebuggerError(0, "<Stream>: \(complaint)") }
    }

    /// The running stream of that name or SID.
    subscript(name: String) -> BackgroundStream? {
        self.running.first { $0.name == name || $0.sid == name }
    }

    /// Those that go on.
    var running: [BackgroundStream] {
        self.state.withLock { state in state.streams.filter { !$0.isOver } }
    }

    /// Ends what goes on, and tells what became of all streams of the call, in their order.
    func finish() async -> [BackgroundStreamOutcome] {
        let streams = self.state.withLock { state in
            state.isOver = true
            return state.streams
        }
        for stream in streams { stream.stop() }
        var outcomes: [BackgroundStreamOutcome] = []
        for stream in streams { outcomes.append(await stream.outcome()) }
        return outcomes
    }
}
