// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import Logging
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import TelephonyAudio

@testable import DeepgramSpeech

/// Plays a ``SimulationPlan``: the real session against the simulated Deepgram, in virtual time and always the same way.
final class CallSimulation {
    /// What was reported, in order.
    struct Outcome {
        var words: [Word] = []
        var lost: [Range<Duration>] = []
        var last: RecognitionEvent?
        /// Events after the last one.
        var late = 0
        /// How much of the call had been heard when it came to its end.
        var heard = Duration.zero
        var unheard: UnheardAudio?
        var connections = 0
        /// When it was over.
        var end = Duration.zero
    }

    /// The session must have come to an end so long after the hang-up.
    static let patience = Duration.seconds(400)
    /// How exactly the timers of the session run.
    private static let step = Duration.milliseconds(10)

    let plan: SimulationPlan
    private let loop = EmbeddedEventLoop()
    private let network: SimulatedNetwork
    private let sink = Stage.Events()
    private var heard = Duration.zero
    private let session: any RecognitionSession

    init(_ plan: SimulationPlan) {
        self.plan = plan
        let loop = self.loop
        self.network = SimulatedNetwork(plan) { loop.now.sinceStart }
        let recogniser = DeepgramRecogniser(
            dialler: self.network,
            configuration: plan.configuration,
            random: { SeededRandom(plan.seed ^ 0x5EED) },
            logger: Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let sink = self.sink
        let request = RecognitionRequest(
            call: CallID("CA\(plan.seed)"),
            hints: SpeechHints(),
            endOfTurnSilence: .milliseconds(300)
        )
        self.session = recogniser.open(request, on: self.loop) { sink.append($0) }
    }

    /// Plays the plan. `trace` is told all that happens.
    func run(trace: ((String) -> Void)? = nil) -> Outcome {
        self.network.trace = trace
        for arrival in self.plan.arrivals {
            self.network.agenda.add(arrival.time) { self.hear(arrival.frames) }
        }
        self.network.agenda.add(self.plan.hangUp) { self.session.finish() }
        let limit = self.plan.hangUp + Self.patience
        var outcome = Outcome()
        var told = 0
        while !self.isOver, self.loop.now.sinceStart < limit {
            self.proceed()
            guard trace != nil else { continue }
            for event in self.sink.all.dropFirst(told) { self.network.tell("-> \(event)") }
            told = self.sink.all.count
        }
        outcome.heard = self.heard
        outcome.end = self.loop.now.sinceStart
        let count = self.sink.all.count
        if case .failed = self.sink.all.last { outcome.unheard = self.session.takeUnheard() }
        self.session.cancel()
        for _ in 0..<100 { self.proceed() }
        outcome.late = self.sink.all.count - count
        outcome.connections = self.network.links.count
        for event in self.sink.all.prefix(count) { Self.note(event, &outcome) }
        return outcome
    }

    private var isOver: Bool {
        switch self.sink.all.last {
        case .finished, .failed: true
        default: false
        }
    }

    /// On to the next moment at which something happens, at most a step away: timers of the session may bring new things.
    private func proceed() {
        let now = self.loop.now.sinceStart
        let next = min(self.network.agenda.next ?? .seconds(1_000_000), now + Self.step)
        if next > now { self.loop.advanceTime(by: TimeAmount(next - now)) }
        while let time = self.network.agenda.next, time <= self.loop.now.sinceStart { self.network.agenda.take()?() }
    }

    private func hear(_ frames: Range<Int>) {
        let bytes = self.plan.audio[(frames.lowerBound * 160)..<(frames.upperBound * 160)]
        if !self.isOver { self.heard = .telephonyFrame * frames.upperBound }
        self.session.hear(ByteBuffer(bytes: bytes), at: .telephonyFrame * frames.lowerBound)
    }

    private static func note(_ event: RecognitionEvent, _ outcome: inout Outcome) {
        switch event {
        case .utterance(let utterance, _): outcome.words += utterance.words
        case .audioLost(let length, let time): outcome.lost.append(time..<(time + length))
        case .finished, .failed: outcome.last = event
        default: break
        }
    }
}
