// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

/// What happened in a call, told by the seconds since its beginning.
struct Story {
    let call = CallID("CA" + String(repeating: "0", count: 32))
    private(set) var events: [StoredCallEvent] = []
    private var lines = 0

    /// Something that happened so many seconds after the beginning.
    mutating func at(_ seconds: Double, _ kind: CallEvent.Kind) {
        if case .spoken = kind { self.lines += 1 }
        let event = CallEvent(
            id: EventID(rawValue: "\(self.events.count)"),
            call: self.call,
            time: Date(timeIntervalSince1970: 1_700_000_000 + seconds),
            kind: kind
        )
        self.events.append(StoredCallEvent(event: event, sequence: self.events.count + 1, line: self.lines))
    }

    mutating func says(_ speaker: Speaker, _ text: String, _ start: Double, _ end: Double, keptAt time: Double) {
        self.at(
            time,
            .spoken(
                SpokenLine(speaker: speaker, text: text, start: .seconds(start), end: .seconds(end), source: "test")
            )
        )
    }

    mutating func starts(_ seconds: Double, _ purpose: StreamPurpose = .conversation) {
        let kind = CallEvent.Kind.streamStarted(
            stream: "MZ",
            resumed: false,
            recogniser: "test",
            synthesiser: "none",
            purpose: purpose
        )
        self.at(seconds, kind)
    }

    var transcript: CallTranscript { CallTranscript(of: self.call, events: self.events) }
}
