// SPDX-License-Identifier: Apache-2.0

import CallCore

extension RecogniserConformance {
    static let ending: [Check] = [
        Check("finish() without audio is answered with exactly one last event") { subject in
            let events = try await RecognitionTrial(subject).events()
            try ConformanceFailure.require(events == [.finished], "expected only finished, found \(events)")
        },
        Check("finish() in the middle of speech reports what was heard, then finished, once") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.hear(Array(subject.speech.prefix(subject.speech.count / 2)))
            let events = try await trial.events()
            try ConformanceFailure.require(events.last == .finished, "the last event is not finished: \(events)")
            try ConformanceFailure.require(
                events.contains { if case .speechStarted = $0 { true } else { false } },
                "half a sentence was not even noticed: \(events)"
            )
        },
        Check("A second finish() and audio after it change nothing") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.finish()
            try await trial.hear(subject.speech)
            let events = try await trial.events()
            try ConformanceFailure.require(events == [.finished], "expected only finished, found \(events)")
        },
        Check("After cancel() nothing is delivered") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.hear(subject.speech)
            try await trial.cancel()
            try await trial.probe.linger(subject.grace)
            try trial.probe.verify()
        },
        Check("cancel() right after open(), and twice, is quiet") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.cancel()
            try await trial.cancel()
            try await trial.probe.linger(subject.grace)
            try trial.probe.verify()
        },
        Check("After finish() and cancel() not even finished is delivered") { subject in
            let trial = try await RecognitionTrial(subject)
            try await trial.hear(subject.speech)
            try await trial.finish()
            try await trial.cancel()
            try await trial.probe.linger(subject.grace)
            try trial.probe.verify()
        },
        Check("Sessions that ended are not counted as open any more") { subject in
            let before = subject.recogniser.status.sessions
            _ = try await RecognitionTrial(subject).events()
            let cancelled = try await RecognitionTrial(subject)
            try await cancelled.cancel()
            try await cancelled.probe.linger(subject.grace)
            let after = subject.recogniser.status.sessions
            try ConformanceFailure.require(after <= before, "\(before) sessions before, \(after) after")
        },
    ]
}
