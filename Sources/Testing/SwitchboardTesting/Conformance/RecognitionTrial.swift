// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import TelephonyAudio

/// One session of a recogniser under test, driven from outside its event loop.
struct RecognitionTrial: Sendable {
    let probe: EngineProbe<RecognitionEvent>
    private let eventLoop: any EventLoop
    private let session: NIOLoopBound<any RecognitionSession>
    private let subject: RecogniserConformance.Subject

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
        self.session = try await eventLoop.submit {
            let session = probe.silently("open()") {
                subject.recogniser.open(request, on: eventLoop) { probe.take($0) }
            }
            return NIOLoopBound(session, eventLoop: eventLoop)
        }.get()
    }

    /// Sends audio in pieces of the given sizes, over and over; 20 ms unless said.
    func hear(_ audio: [UInt8], from offset: Duration = .zero, sizes: [Int] = [160]) async throws {
        var position = 0
        var index = 0
        while position < audio.count {
            let piece = audio[position..<min(audio.count, position + sizes[index % sizes.count])]
            let place = offset + .telephony(bytes: position)
            let session = self.session
            try await self.eventLoop.submit {
                var buffer = ByteBuffer(bytes: piece)
                session.value.hear(buffer, at: place)
                // Only lent: whoever kept it without a copy of its own now holds something else.
                buffer.clear()
                buffer.writeRepeatingByte(0x55, count: piece.count)
            }.get()
            position += piece.count
            index += 1
        }
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
