// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was said in a call, on one clock that starts with its first audio, in the order in which people began to speak.
///
/// Each stream of a call counts from its own first sample; the streams are put behind each other by the time they began.
/// What the carrier heard and said for us has no audio of ours, so it stands where it came by the wall clock.
/// Where two people talk at once, their lines overlap.
struct Transcript: Sendable {
    struct Line: Sendable {
        let number: Int
        let time: Date
        let start: Duration
        let end: Duration
        let spoken: SpokenLine
    }

    /// A stream that may still bring lines.
    private struct Clock {
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

    let call: CallID
    let lines: [Line]

    init(of call: CallID, events: [StoredCallEvent]) {
        self.call = call
        var lines: [Line] = []
        var clocks: [Clock] = []
        var begin: Date?
        for stored in events {
            switch stored.event.kind {
            case .streamStarted(_, _, _, _, let purpose):
                let began = stored.event.time
                let elapsed = began.timeIntervalSince(begin ?? began)
                begin = begin ?? began
                // The wall clock may have been set back meanwhile.
                let offset = max(.seconds(elapsed), lines.lazy.map(\.end).max() ?? .zero)
                clocks.removeAll(where: \.isOver)
                clocks.append(Clock(purpose: purpose, began: began, offset: offset))
            case .streamEnded(_, let purpose):
                if let over = clocks.firstIndex(where: { $0.purpose == purpose && !$0.isOver }) {
                    clocks[over].isOver = true
                }
            case .spoken(let line):
                // The last words of a stream may come when the next one has begun.
                let clock = clocks.last { !$0.isOver && $0.canHold(line, keptAt: stored.event.time) } ?? clocks.last
                var shift = clock?.offset ?? .zero
                if line.end == .zero {
                    let elapsed = stored.event.time.timeIntervalSince(begin ?? stored.event.time)
                    begin = begin ?? stored.event.time
                    shift = max(.seconds(elapsed), lines.last?.end ?? .zero)
                }
                lines.append(
                    Line(
                        number: stored.line ?? lines.count + 1,
                        time: stored.event.time,
                        start: line.start + shift,
                        end: max(line.end, line.start) + shift,
                        spoken: line
                    )
                )
            default:
                break
            }
        }
        self.lines = lines.sorted { ($0.start, $0.number) < ($1.start, $1.number) }
    }
}
