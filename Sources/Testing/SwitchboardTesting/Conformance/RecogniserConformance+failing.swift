// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

extension RecogniserConformance {
    /// How far an engine may be beside the sample when it tells what it has not recognised.
    private static let margin = Duration.milliseconds(500)

    static let failing: [Check] = [
        Check("A session without audio, and one that is over, have no backlog") { subject in
            let trial = try await RecognitionTrial(subject)
            let before = try await trial.backlog()
            try ConformanceFailure.require(before == .zero, "a backlog of \(before) before the first sample")
            try await trial.hear(subject.speech)
            _ = try await trial.events()
            let after = try await trial.backlog()
            try ConformanceFailure.require(after == .zero, "a backlog of \(after) when all is over")
        },
        Check("A session that fails says so once and last, and has no more to say") { subject in
            guard let trial = try await Self.broken(subject) else { return }
            let events = trial.probe.events
            guard case .failed = events.last else {
                throw ConformanceFailure("the last event of an engine that fails is not failed: \(events)")
            }
        },
        Check("What a session that failed has not recognised is handed over, and nothing else") { subject in
            guard let trial = try await Self.broken(subject) else { return }
            // An engine may keep nothing.
            guard let unheard = trial.unheard else { return }
            try Self.verify(
                unheard,
                of: Array(subject.speech.prefix(trial.sentBeforeFailure)),
                after: Self.utterances(in: trial.probe.events)
            )
        },
        Check("After cancel() a session that is about to fail is quiet") { subject in
            guard let breaking = subject.breaking else { return }
            var subject = subject
            subject.recogniser = breaking
            let trial = try await RecognitionTrial(subject)
            try await trial.hearAndCancel(subject.speech)
            try await trial.probe.linger(subject.grace)
            try trial.probe.verify()
        },
    ]

    /// A session that has failed, after the whole sentence; `nil` if the subject cannot be made to fail.
    private static func broken(_ subject: Subject) async throws -> RecognitionTrial? {
        guard let breaking = subject.breaking else { return nil }
        var subject = subject
        subject.recogniser = breaking
        let trial = try await RecognitionTrial(subject)
        try await trial.hear(subject.speech)
        _ = try await trial.events()
        return trial
    }

    private static func verify(
        _ unheard: UnheardAudio,
        of speech: [UInt8],
        after utterances: [Utterance]
    ) throws {
        let heard = utterances.map(\.end).max() ?? .zero
        var covered = [Bool](repeating: false, count: speech.count)
        var end = Duration.zero
        for stretch in unheard.stretches {
            let audio = Array(stretch.audio.readableBytesView)
            let place = stretch.offset.telephonyBytes
            try ConformanceFailure.require(
                stretch.offset >= end,
                "a stretch at \(stretch.offset) comes after one that ended at \(end)"
            )
            try ConformanceFailure.require(
                stretch.offset >= heard - Self.margin,
                "audio from \(stretch.offset) is handed over although words until \(heard) were reported"
            )
            try ConformanceFailure.require(
                place + audio.count <= speech.count && Array(speech[place..<place + audio.count]) == audio,
                "the audio handed over at \(stretch.offset) is not what was heard there"
            )
            for index in place..<place + audio.count { covered[index] = true }
            end = stretch.offset + .telephony(bytes: audio.count)
        }
        let first = (heard + Self.margin).telephonyBytes
        // Silence may be given up: nobody spoke.
        let missing = speech.indices.first { $0 >= first && !covered[$0] && speech[$0] & 0x7F < 0x60 }
        if let missing {
            throw ConformanceFailure("what was said at \(Duration.telephony(bytes: missing)) is in no hands any more")
        }
    }
}
