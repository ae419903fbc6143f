// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Synchronization
import TelephonyAudio

/// One session of a recogniser under test, driven from outside its event loop.
struct RecognitionTrial: Sendable {
    let probe: EngineProbe<RecognitionEvent>
    private let eventLoop: any EventLoop
    private let session: NIOLoopBound<any RecognitionSession>
    private let subject: RecogniserConformance.Subject
    private let rest: Rest

    /// What a session hands over when it fails: asked for at that very moment.
    private final class Rest: Sendable {
        let session = Mutex<NIOLoopBound<any RecognitionSession>?>(nil)
        let unheard = Mutex<UnheardAudio?>(nil)
        let sent = Mutex(0)
        let sentBefore = Mutex<Int?>(nil)

        func take(after event: RecognitionEvent) {
            guard case .failed = event, let session = self.session.withLock({ $0 }) else { return }
            let unheard = session.value.takeUnheard()
            let sent = self.sent.withLock { $0 }
            self.sentBefore.withLock { $0 = $0 ?? sent }
            self.unheard.withLock { $0 = unheard }
        }
    }

    /// What the session handed over when it failed.
    var unheard: UnheardAudio? { self.rest.unheard.withLock { $0 } }

    /// How many samples it had been sent by then.
    var sentBeforeFailure: Int { self.rest.sentBefore.withLock { $0 } ?? 0 }

    /// Opens a session.
    init(_ subject: RecogniserConformance.Subject, call: String = "CA" + String(repeating: "c", count: 32)) async throws
    {
        let eventLoop = subject.eventLoop
        let probe = EngineProbe<RecognitionEvent>(on: eventLoop) { event in
            switch event {
            case .finished, .failed: true
            default: false
            }
        }
        self.subject = subject
        self.eventLoop = eventLoop
        self.probe = probe
        let request = RecognitionRequest(call: CallID(call), hints: subject.hints)
        let rest = Rest()
        self.rest = rest
        self.session = try await eventLoop.submit {
            let session = probe.silently("open()") {
                subject.recogniser.open(request, on: eventLoop) { event in
                    rest.take(after: event)
                    probe.take(event)
                }
            }
            let bound = NIOLoopBound(session, eventLoop: eventLoop)
            rest.session.withLock { $0 = bound }
            return bound
        }.get()
    }

    /// Sends audio in pieces of the given sizes, over and over; 20 ms unless said. A few in each turn of the event loop.
    func hear(_ audio: [UInt8], from offset: Duration = .zero, sizes: [Int] = [160]) async throws {
        var pieces: [(audio: ArraySlice<UInt8>, place: Duration)] = []
        var position = 0
        while position < audio.count {
            let end = min(audio.count, position + sizes[pieces.count % sizes.count])
            pieces.append((audio[position..<end], offset + .telephony(bytes: position)))
            position = end
        }
        let (session, rest) = (self.session, self.rest)
        for start in stride(from: 0, to: pieces.count, by: Self.piecesInATurn) {
            let turn = pieces[start..<min(pieces.count, start + Self.piecesInATurn)]
            try await self.eventLoop.submit {
                for piece in turn { Self.lend(piece.audio, at: piece.place, to: session.value, rest) }
            }.get()
        }
    }

    private static let piecesInATurn = 10

    private static func lend(
        _ audio: ArraySlice<UInt8>,
        at place: Duration,
        to session: any RecognitionSession,
        _ rest: Rest
    ) {
        rest.sent.withLock { $0 += audio.count }
        var buffer = ByteBuffer(bytes: audio)
        session.hear(buffer, at: place)
        // Only lent: whoever kept it without a copy of its own now holds something else.
        buffer.clear()
        buffer.writeRepeatingByte(0x55, count: audio.count)
    }

    /// Sends audio at once and ends the session in the same turn of the event loop; nothing may come afterwards.
    func hearAndCancel(_ audio: [UInt8]) async throws {
        let (session, probe) = (self.session, self.probe)
        try await self.eventLoop.submit {
            session.value.hear(ByteBuffer(bytes: audio), at: .zero)
            session.value.cancel()
            probe.cancelled()
        }.get()
    }

    /// How much the session says that it has not recognised.
    func backlog() async throws -> Duration {
        let session = self.session
        return try await self.eventLoop.submit { session.value.backlog }.get()
    }

    /// Says that no more audio comes.
    func finish() async throws {
        let session = self.session
        try await self.eventLoop.submit { session.value.finish() }.get()
    }

    /// Ends the session; nothing may come afterwards.
    func cancel() async throws {
        let (session, probe) = (self.session, self.probe)
        try await self.eventLoop.submit {
            session.value.cancel()
            probe.cancelled()
        }.get()
    }

    /// Finishes, waits for the last event, and then a little for what must not come. Returns everything that came.
    func events() async throws -> [RecognitionEvent] {
        try await self.finish()
        try await self.probe.waitForEnd(self.subject.patience)
        try await self.probe.linger(self.subject.grace)
        try self.probe.verify()
        return self.probe.events
    }
}
