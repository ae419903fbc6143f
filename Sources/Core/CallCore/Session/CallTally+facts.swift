// SPDX-License-Identifier: Apache-2.0

import Logging

// As fields of the log. Times are whole milliseconds; what never happened has no field.
extension CallTally {
    /// What was heard and said, whoever spoke.
    var speechFacts: Logger.Metadata {
        var facts: Logger.Metadata = [
            "words.caller": .stringConvertible(self.callerWords),
            "words.agent": .stringConvertible(self.agentWords),
            "audio.lost_ms": .stringConvertible(self.audioLost.milliseconds),
        ]
        facts["words.confidence_mean"] = self.meanConfidence.map { .stringConvertible(($0 * 1000).rounded() / 1000) }
        return facts
    }

    /// How the conversation went.
    var turnFacts: Logger.Metadata {
        var facts: Logger.Metadata = [
            "turn.count": .stringConvertible(self.turns),
            "turn.interruptions": .stringConvertible(self.interruptions),
            "speech.failures": .stringConvertible(self.speechFailures),
        ]
        facts["turn.p50_ms"] = self.latencies.median.map { .stringConvertible($0) }
        facts["turn.max_ms"] = self.latencies.longest.map { .stringConvertible($0) }
        let moments = [
            ("media", self.first.media), ("voice", self.first.voice), ("words", self.first.words),
            ("reply", self.first.reply),
        ]
        for case (let name, let moment?) in moments {
            facts["first.\(name)_ms"] = .stringConvertible(moment.milliseconds)
        }
        return facts
    }

    /// What came and went on a media stream.
    var mediaFacts: Logger.Metadata {
        [
            "media.frames": .stringConvertible(self.frames.heard),
            "media.frames_missing": .stringConvertible(self.frames.missing),
            "media.frames_dropped": .stringConvertible(self.frames.dropped),
            "media.frames_sent": .stringConvertible(self.frames.sent),
        ]
    }
}
