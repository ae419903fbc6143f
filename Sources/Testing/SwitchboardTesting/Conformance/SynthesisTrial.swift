// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// One request to a synthesiser under test, driven from outside its event loop.
struct SynthesisTrial: Sendable {
    let probe: EngineProbe<SynthesisEvent>
    private let eventLoop: any EventLoop
    private let session: NIOLoopBound<any SynthesisSession>
    private let subject: SynthesiserConformance.Subject

    /// Begins to speak.
    init(_ subject: SynthesiserConformance.Subject, _ text: String) async throws {
        let eventLoop = subject.eventLoop
        let probe = EngineProbe<SynthesisEvent>(on: eventLoop) { event in
            switch event {
            case .finished, .failed: true
            case .word, .audio: false
            }
        }
        self.subject = subject
        self.eventLoop = eventLoop
        self.probe = probe
        self.session = try await eventLoop.submit {
            let session = probe.silently("speak()") {
                subject.synthesiser.speak(SynthesisRequest(text: text), on: eventLoop) { probe.take($0) }
            }
            return NIOLoopBound(session, eventLoop: eventLoop)
        }.get()
    }

    /// Ends the request; nothing may come afterwards.
    func cancel() async throws {
        let (session, probe) = (self.session, self.probe)
        try await self.eventLoop.submit {
            session.value.cancel()
            probe.cancelled()
        }.get()
    }

    /// Waits for the last event, and then a little for what must not come. Throws when the request failed.
    func events() async throws -> [SynthesisEvent] {
        try await self.probe.waitForEnd(self.subject.patience)
        try await self.probe.linger(self.subject.grace)
        try self.probe.verify()
        if case .failed(let error)? = self.probe.events.last { throw ConformanceFailure("it failed: \(error)") }
        return self.probe.events
    }
}
