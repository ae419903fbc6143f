// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import AuraTestSupport
import Deepgram
import NIOCore
import NIOPosix

/// A client of Aura's REST API against a scripted server, driven from outside its event loop.
struct SpeakStage: Sendable {
    enum Heard: Sendable, Equatable {
        case audio([UInt8])
        case ended(DeepgramError.Code?)
    }

    static let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    /// Shared by the tests, as by all calls of a server.
    static let http = HTTPClient(
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        configuration: SpeakClient.httpConfiguration(connections: 100, connectTime: .seconds(10))
    )

    let log = EventLog<Heard>()
    let errors = EventLog<DeepgramError>()
    let task: NIOLoopBound<any SpeakTask>

    init(
        _ text: String = "Good day.",
        at url: String,
        limits: SpeakLimits = SpeakLimits(firstAudio: .seconds(60), stall: .seconds(60)),
        parameters: SpeakParameters = SpeakParameters(),
        in trace: TraceContext? = nil,
        on eventLoop: any EventLoop = Self.eventLoop,
        onAudio: @escaping @Sendable (any SpeakTask) -> Void = { _ in }
    ) async throws {
        let client = SpeakClient(
            http: Self.http,
            access: SpeakAccess(
                endpoint: try DeepgramEndpoint(url, allowingPlaintext: true),
                credential: try .key("secret")
            ),
            limits: limits
        )
        try await self.init(text, by: client, parameters: parameters, in: trace, on: eventLoop, onAudio: onAudio)
    }

    init(
        _ text: String = "Good day.",
        by service: any SpeakService,
        parameters: SpeakParameters = SpeakParameters(),
        in trace: TraceContext? = nil,
        on eventLoop: any EventLoop = Self.eventLoop,
        onAudio: @escaping @Sendable (any SpeakTask) -> Void = { _ in }
    ) async throws {
        let (log, errors) = (self.log, self.errors)
        self.task = try await eventLoop.submit {
            let box = NIOLoopBoundBox<(any SpeakTask)?>(nil, eventLoop: eventLoop)
            let task = service.speak(text, parameters, in: trace, on: eventLoop) { event in
                eventLoop.preconditionInEventLoop()
                switch event {
                case .audio(let audio):
                    log.add(.audio(Array(audio.readableBytesView)))
                    if let task = box.value { onAudio(task) }
                case .ended(let error):
                    if let error { errors.add(error) }
                    log.add(.ended(error?.code))
                }
            }
            // Nothing may come before this.
            precondition(log.events.isEmpty)
            box.value = task
            return NIOLoopBound(task, eventLoop: eventLoop)
        }.get()
    }

    func ended() async -> (audio: [UInt8], code: DeepgramError.Code?) {
        let events = await self.log.wait { $0.contains { if case .ended = $0 { true } else { false } } }
        guard case .ended(let code)? = events.last else { preconditionFailure("an event after the end: \(events)") }
        return (Self.audio(events), code)
    }

    func heard(_ count: Int) async {
        await self.log.wait { Self.audio($0).count >= count }
    }

    func cancel() async throws {
        try await self.perform { $0.cancel() }
    }

    func perform(_ body: @escaping @Sendable (any SpeakTask) -> Void) async throws {
        let task = self.task
        try await Self.eventLoop.submit { body(task.value) }.get()
    }

    static func audio(_ events: [Heard]) -> [UInt8] {
        events.flatMap { if case .audio(let audio) = $0 { audio } else { [UInt8]() } }
    }
}
