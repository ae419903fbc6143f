// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import AuraTestSupport
import CallCore
import CoreMetrics
import Deepgram
import DeepgramSpeech
import NIOCore
import NIOPosix
import Resilience

/// A text spoken by Deepgram's synthesiser against a scripted server.
struct SynthesisStage: Sendable {
    static let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    static let http = HTTPClient(
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        configuration: SpeakClient.httpConfiguration(connections: 200, connectTime: .seconds(10))
    )

    let log = EventLog<SynthesisEvent>()
    let session: NIOLoopBound<any SynthesisSession>

    init(
        _ text: String = "Good day.",
        voice: String? = nil,
        trace: PropagatedTrace? = nil,
        by synthesiser: any SpeechSynthesiser
    ) async throws {
        let log = self.log
        self.session = try await Self.eventLoop.submit {
            let request = SynthesisRequest(text: text, voice: voice, trace: trace)
            let session = synthesiser.speak(request, on: Self.eventLoop) { event in
                Self.eventLoop.preconditionInEventLoop()
                log.add(event)
            }
            precondition(log.events.isEmpty)
            return NIOLoopBound(session, eventLoop: Self.eventLoop)
        }.get()
    }

    func cancel() async throws {
        let session = self.session
        try await Self.eventLoop.submit { session.value.cancel() }.get()
    }

    /// The sound, and what went wrong.
    func ended() async -> (audio: [UInt8], error: SpeechError?) {
        let events = await self.log.wait { events in
            switch events.last {
            case .finished, .failed: true
            default: false
            }
        }
        if case .failed(let error)? = events.last { return (Self.audio(events), error) }
        return (Self.audio(events), nil)
    }

    func heard(_ count: Int) async {
        await self.log.wait { Self.audio($0).count >= count }
    }

    static func audio(_ events: [SynthesisEvent]) -> [UInt8] {
        events.flatMap { if case .audio(let audio) = $0 { Array(audio.readableBytesView) } else { [UInt8]() } }
    }

    /// A synthesiser with patience, so that a busy machine changes nothing.
    static func synthesiser(
        _ server: ScriptedAura,
        breaker: CircuitBreaker = CircuitBreaker(name: "speak"),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        _ change: (inout DeepgramSynthesiser.Configuration) -> Void = { _ in }
    ) throws -> DeepgramSynthesiser {
        var configuration = DeepgramSynthesiser.Configuration()
        configuration.retries.backoff = Backoff(first: .milliseconds(1), cap: .milliseconds(2))
        configuration.retries.totalTime = .seconds(60)
        configuration.waitTime = .seconds(60)
        change(&configuration)
        let client = SpeakClient(
            http: Self.http,
            access: SpeakAccess(
                endpoint: try DeepgramEndpoint(server.url, allowingPlaintext: true),
                credential: try .key("secret")
            ),
            limits: SpeakLimits(firstAudio: .seconds(60), stall: .seconds(60))
        )
        return DeepgramSynthesiser(service: client, breaker: breaker, configuration: configuration, metrics: metrics)
    }
}
