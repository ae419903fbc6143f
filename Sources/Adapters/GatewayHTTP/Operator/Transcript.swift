// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What was said in a call, on one clock that starts with its first audio.
///
/// Each stream of a call counts from its own first sample; the streams are put behind each other by the time they began.
/// What the carrier heard and said for us has no audio of ours, so it stands where it came by the wall clock.
struct Transcript: Sendable {
    struct Line: Sendable {
        let number: Int
        let time: Date
        let start: Duration
        let end: Duration
        let spoken: SpokenLine
    }

    let call: CallID
    let lines: [Line]

    init(of call: CallID, events: [StoredCallEvent]) {
        self.call = call
        var lines: [Line] = []
        var begin: Date?
        var offset = Duration.zero
        for stored in events {
            switch stored.event.kind {
            case .streamStarted:
                let elapsed = stored.event.time.timeIntervalSince(begin ?? stored.event.time)
                begin = begin ?? stored.event.time
                // The wall clock may have been set back meanwhile.
                offset = max(.seconds(elapsed), lines.last?.end ?? .zero)
            case .spoken(let line):
                var shift = offset
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
        self.lines = lines
    }
}
