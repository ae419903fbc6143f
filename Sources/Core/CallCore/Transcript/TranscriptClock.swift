// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Puts the streams of a call behind each other; see ``CallTranscript``.
struct TranscriptClock {
    /// A stream that may still bring lines.
    private struct Stream {
        let purpose: StreamPurpose
        let began: Date
        /// Where its first sample stands in the call.
        let offset: Duration
        var isOver = false

        /// Whether a line that was kept at `time` can be one of this stream's: nothing is known before it was said.
        func canHold(_ line: SpokenLine, keptAt time: Date) -> Bool {
            time.timeIntervalSince(self.began) + 1 >= line.end / .seconds(1)
        }
    }

    private(set) var lines: [CallTranscript.Line] = []
    private var streams: [Stream] = []
    private var begin: Date?
    /// Where the latest line ends.
    private var reached = Duration.zero

    /// The next event, in the order of time.
    mutating func take(_ event: CallEvent) {
        switch event.kind {
        case .streamStarted(_, _, _, _, let purpose):
            let began = event.time
            // The wall clock may have been set back meanwhile, or another server's may be behind.
            let offset = max(self.elapsed(at: began), self.reached)
            self.streams.removeAll(where: \.isOver)
            self.streams.append(Stream(purpose: purpose, began: began, offset: offset))
        case .streamEnded(_, let purpose):
            if let over = self.streams.firstIndex(where: { $0.purpose == purpose && !$0.isOver }) {
                self.streams[over].isOver = true
            }
        case .spoken(let line):
            self.add(line, at: event.time)
        default:
            break
        }
    }

    private mutating func add(_ line: SpokenLine, at time: Date) {
        // The last words of a stream may come when the next one has begun.
        let stream = self.streams.last { !$0.isOver && $0.canHold(line, keptAt: time) } ?? self.streams.last
        var shift = stream?.offset ?? .zero
        if line.end == .zero { shift = max(self.elapsed(at: time), self.lines.last?.end ?? .zero) }
        let end = max(line.end, line.start) + shift
        self.reached = max(self.reached, end)
        self.lines.append(
            CallTranscript.Line(
                number: self.lines.count + 1,
                time: time,
                start: line.start + shift,
                end: end,
                spoken: line
            )
        )
    }

    /// Since the first audio, or the first word.
    private mutating func elapsed(at time: Date) -> Duration {
        let begin = self.begin ?? time
        self.begin = begin
        return .microseconds(time.microseconds - begin.microseconds)
    }
}
