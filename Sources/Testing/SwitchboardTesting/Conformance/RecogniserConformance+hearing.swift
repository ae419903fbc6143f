// SPDX-License-Identifier: Apache-2.0

import CallCore
import TelephonyAudio

extension RecogniserConformance {
    /// How far a reported time may lie beside the audio: engines work in windows.
    private static let slack = Duration.milliseconds(500)

    static let hearing: [Check] = [
        Check("A sentence is reported, after the beginning of speech, within the time it was spoken") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.hear(subject.speech)
            try Self.verifySentence(try await trial.events(), in: Duration.zero...subject.speechLength)
        },
        Check("Audio may come in pieces of any size") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.hear(subject.speech, sizes: [1, 159, 161, 4000, 80])
            try Self.verifySentence(try await trial.events(), in: Duration.zero...subject.speechLength)
        },
        Check("Times count from the start of the stream, also after a gap that nobody filled") { subject in
            let gap = Duration.seconds(10)
            let trial = try await RecognitionTrial(subject)
            try await trial.hear([UInt8](repeating: MuLaw.silence, count: 8000))
            try await trial.hear(subject.speech, from: gap)
            try Self.verifySentence(try await trial.events(), in: gap...(gap + subject.speechLength))
        },
        Check("Silence has no words") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.hear([UInt8](repeating: MuLaw.silence, count: 24_000))
            let heard = Self.utterances(in: try await trial.events()).filter { !$0.text.isEmpty }
            try ConformanceFailure.require(heard.isEmpty, "out of silence came \(heard.map(\.text))")
        },
        Check("Calls at the same time do not disturb each other") { subject in
            let calls = try await withThrowingTaskGroup { group in
                for index in 0..<3 {
                    group.addTask {
                        let trial = try await RecognitionTrial(subject, call: "CA" + String(index))
                        try await trial.hear(subject.speech)
                        return try await trial.events()
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for events in calls { try Self.verifySentence(events, in: Duration.zero...subject.speechLength) }
        },
    ]

    static func utterances(in events: [RecognitionEvent]) -> [Utterance] {
        events.compactMap { event in
            if case .utterance(let utterance, _) = event { utterance } else { nil }
        }
    }

    private static func verifySentence(_ events: [RecognitionEvent], in range: ClosedRange<Duration>) throws {
        let begin = events.firstIndex { if case .speechStarted = $0 { true } else { false } }
        let first = events.firstIndex { if case .utterance = $0 { true } else { false } }
        guard let first else { throw ConformanceFailure("no utterance was reported, only \(events)") }
        guard let begin, begin < first else {
            throw ConformanceFailure("the utterance was reported before speechStarted: \(events)")
        }
        let utterances = Self.utterances(in: events)
        try ConformanceFailure.require(utterances.contains { !$0.text.isEmpty }, "there are no words in \(utterances)")
        for utterance in utterances { try Self.verify(utterance, in: range) }
        for (earlier, later) in zip(utterances, utterances.dropFirst()) {
            try ConformanceFailure.require(
                earlier.start <= later.start,
                "\(later.text) at \(later.start) was reported after \(earlier.text) at \(earlier.start)"
            )
        }
        let place = events.compactMap { if case .speechStarted(let at) = $0 { at } else { nil } }.first ?? .zero
        try ConformanceFailure.require(
            place >= range.lowerBound - Self.slack && place <= range.upperBound,
            "speech is said to have started at \(place), outside \(range)"
        )
    }

    private static func verify(_ utterance: Utterance, in range: ClosedRange<Duration>) throws {
        try ConformanceFailure.require(
            utterance.start >= range.lowerBound - Self.slack && utterance.start <= utterance.end
                && utterance.end <= range.upperBound + Self.slack,
            "“\(utterance.text)” from \(utterance.start) to \(utterance.end) is not within \(range)"
        )
        try ConformanceFailure.require(
            (0...1).contains(utterance.confidence),
            "the confidence of “\(utterance.text)” is \(utterance.confidence)"
        )
        var previous = utterance.start - Self.slack
        for word in utterance.words {
            try ConformanceFailure.require(
                word.start >= previous && word.start <= word.end && word.end <= utterance.end + Self.slack,
                "the word \(word.text) from \(word.start) to \(word.end) is out of order in “\(utterance.text)”"
            )
            try ConformanceFailure.require(
                (0...1).contains(word.confidence),
                "the confidence of \(word.text) is \(word.confidence)"
            )
            previous = word.start
        }
    }
}
