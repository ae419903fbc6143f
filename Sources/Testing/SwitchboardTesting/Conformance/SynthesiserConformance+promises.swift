// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

extension SynthesiserConformance {
    static let speaking: [Check] = [
        Check("A sentence becomes audible audio, in pieces that are not empty, and then exactly one finished") {
            subject in
            let events = try await SynthesisTrial(subject, subject.sentence).events()
            let audio = Self.audio(in: events)
            try ConformanceFailure.require(audio.count > 800, "\(audio.count) bytes are no sentence")
            let level = LevelMeter.measure(muLaw: audio)
            try ConformanceFailure.require(level.rms > -50, "the audio is silence: \(level.rms) dBFS")
            let isPieceEmpty = events.contains {
                if case .audio(let piece) = $0 { piece.readableBytes == 0 } else { false }
            }
            try ConformanceFailure.require(!isPieceEmpty, "a piece of audio is empty")
        },
        Check("Longer texts take longer") { subject in
            let once = Self.audio(in: try await SynthesisTrial(subject, subject.sentence).events())
            let twice = [subject.sentence, subject.sentence].joined(separator: " ")
            let longer = Self.audio(in: try await SynthesisTrial(subject, twice).events())
            try ConformanceFailure.require(
                longer.count > once.count * 3 / 2,
                "\(once.count) bytes for the text, \(longer.count) for twice the text"
            )
        },
        Check("Words come in order, before or with their audio, and end within it") { subject in
            try Self.verifyWords(try await SynthesisTrial(subject, subject.sentence).events())
        },
        Check("An empty text is finished at once") { subject in
            _ = try await SynthesisTrial(subject, "").events()
            _ = try await SynthesisTrial(subject, " \n\t ").events()
        },
        Check("Markup, control characters and other scripts are text like any other") { subject in
            for text in ["<speak>five & six</speak>", "a\u{0}b\u{202E}c", "größer 日本語 🙂", "100% \"sure\" %s %n"] {
                _ = try await SynthesisTrial(subject, text).events()
            }
        },
        Check("Two requests at once do not disturb each other") { subject in
            let alone = Self.audio(in: try await SynthesisTrial(subject, subject.sentence).events())
            let first = try await SynthesisTrial(subject, subject.sentence)
            let second = try await SynthesisTrial(subject, subject.sentence)
            let audios = [Self.audio(in: try await first.events()), Self.audio(in: try await second.events())]
            for audio in audios {
                let difference = abs(audio.count - alone.count)
                try ConformanceFailure.require(
                    difference <= alone.count / 20,
                    "\(audio.count) bytes together, \(alone.count) alone"
                )
            }
        },
    ]

    static let stopping: [Check] = [
        Check("After cancel() nothing is delivered") { subject in
            let trial = try await SynthesisTrial(subject, subject.sentence)
            try await trial.cancel()
            try await trial.cancel()
            try await trial.probe.linger(subject.grace)
            try trial.probe.verify()
        },
        Check("cancel() after the end is harmless") { subject in
            let trial = try await SynthesisTrial(subject, subject.sentence)
            _ = try await trial.events()
            try await trial.cancel()
            try await trial.probe.linger(subject.grace)
            try trial.probe.verify()
        },
        Check("Requests that ended are not counted as open any more") { subject in
            let before = subject.synthesiser.status.sessions
            _ = try await SynthesisTrial(subject, subject.sentence).events()
            let after = subject.synthesiser.status.sessions
            try ConformanceFailure.require(after <= before, "\(before) sessions before, \(after) after")
        },
    ]

    private static func audio(in events: [SynthesisEvent]) -> [UInt8] {
        events.flatMap { event -> [UInt8] in
            if case .audio(let audio) = event { Array(audio.readableBytesView) } else { [] }
        }
    }

    private static func verifyWords(_ events: [SynthesisEvent]) throws {
        var delivered = Duration.zero
        var lastEnd = Duration.zero
        for event in events {
            switch event {
            case .audio(let audio):
                delivered += .telephony(bytes: audio.readableBytes)
            case .word(let word, let end):
                try ConformanceFailure.require(end >= lastEnd, "the word \(word) ends before the one before it")
                // The sound that holds a word's end must not have been delivered already; 20 ms for rounding.
                try ConformanceFailure.require(
                    end + .milliseconds(20) >= delivered,
                    "the word \(word) ending at \(end) was reported when \(delivered) of audio had been delivered"
                )
                lastEnd = end
            case .finished, .failed: break
            }
        }
        try ConformanceFailure.require(
            lastEnd <= delivered + .milliseconds(20),
            "the last word ends at \(lastEnd), the audio at \(delivered)"
        )
    }
}
