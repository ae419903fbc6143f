// SPDX-License-Identifier: Apache-2.0

public import Resilience
import TelephonyAudio

/// How a call's recognition deals with time, failures and bounds.
public struct RecognitionPolicy: Sendable, Hashable {
    /// Media messages of 20 ms that are sent to Deepgram together; `nil` is 5 for Nova and 4 for Flux, as Deepgram
    /// advises.
    public var batchFrames: Int?
    /// Audio that is kept until it is final. An outage may be so long before anything is lost.
    public var ring = Duration.seconds(30)
    /// Audio before the first sample that is not final that is heard again with it; never reaches into a final word. At
    /// Flux it is a second at least.
    public var preRoll = Duration.milliseconds(300)
    /// How much faster than real time kept audio is sent; Deepgram takes 1.25.
    public var replayPace = 1.25
    /// Audio that may be sent at once before the pace counts.
    public var replayBurst = Duration.milliseconds(500)
    /// Audio in one message at most.
    public var longestMessage = Duration.seconds(1)
    /// Waits before a new connection.
    public var backoff = Backoff(first: .milliseconds(250), cap: .seconds(5))
    /// The least wait after Deepgram has said that there are too many connections.
    public var crowdedWait = Duration.seconds(1)
    /// How long a connection may take to come about.
    public var dialTimeout = Duration.seconds(15)
    /// How long Deepgram may be away while audio waits before the call is given to another engine.
    public var outageBudget = Duration.seconds(25)
    /// An outage that lasts longer is told.
    public var suspendAfter = Duration.seconds(1)
    /// How long the first result of a connection may take from its first audio on.
    public var firstResult = Duration.seconds(10)
    /// How long Deepgram may be silent while audio is sent.
    public var serverSilence = Duration.seconds(8)
    /// How long an answer to `Finalize` may take.
    public var finalizeAnswer = Duration.milliseconds(1500)
    /// How long the end of a connection may take after `CloseStream`, besides the audio that is still to be processed.
    public var closeAnswer = Duration.seconds(4)
    /// How long an utterance may wait without anything new before its end is asked for: `utterance_end_ms` and two seconds.
    public var holdLimit = Duration.seconds(3)
    /// How long a connection may refuse to take audio before it is given up.
    public var sendStall = Duration.seconds(5)
    /// How long audio may be missing before Flux is fed silence.
    public var silenceAfter = Duration.milliseconds(500)
    /// How long Flux is fed silence at most when no utterance waits.
    public var silenceLimit = Duration.seconds(10)
    /// How often a call looks at its clock; more often while it catches up.
    public var tick = Duration.milliseconds(200)
    /// Whether a connection is given back after a call for another call to use, where one asks for the same parameters.
    public var reusesConnections = false

    /// The defaults.
    public init() {}

    /// What makes no sense, each with the mend; empty when all is well.
    public func problems() -> [String] {
        var problems: [String] = []
        if let frames = self.batchFrames, !(1...50).contains(frames) {
            problems.append("Audio is sent in batches of 1 to 50 frames of 20 ms, not \(frames).")
        }
        if !(1.0...1.25).contains(self.replayPace) {
            problems.append("The replay pace is between 1 and 1.25: Deepgram takes no more; \(self.replayPace) is not.")
        }
        if self.ring < .seconds(5) || self.ring > .seconds(300) {
            problems.append("The ring keeps 5 to 300 seconds of audio, not \(self.ring).")
        }
        if self.outageBudget < .seconds(1) || self.outageBudget > self.ring {
            problems.append(
                "The outage budget is between 1 s and the ring's \(self.ring), so that nothing is lost before."
            )
        }
        if self.longestMessage < .milliseconds(20) || self.longestMessage > .seconds(1) {
            problems.append("A message holds 20 ms to 1 s of audio, not \(self.longestMessage).")
        }
        if self.preRoll < .zero || self.preRoll > .seconds(2) {
            problems.append("The pre-roll is 0 to 2 s, not \(self.preRoll).")
        }
        if self.tick < .milliseconds(20) || self.tick > .seconds(1) {
            problems.append("The tick is 20 ms to 1 s, not \(self.tick).")
        }
        return problems
    }
}
