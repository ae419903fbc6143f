// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Twilio

/// Whom a media stream feeds. Everything happens on the event loop both live on.
enum StreamSession {
    case conversation(CallSession)
    case listening(ListeningSession)

    /// The hot path: nothing is allocated, copied or awaited.
    @inline(__always)
    func hear(_ audio: ByteBuffer, of track: MediaTrack, chunk: Int64?, sequence: Int64?, milliseconds: Int64?) {
        let offset = Duration.milliseconds(milliseconds ?? 0)
        switch self {
        case .conversation(let session):
            let frame = InboundFrame(chunk: UInt64(clamping: chunk ?? 0), offset: offset)
            session.assumeIsolated { $0.hear(audio, frame) }
        case .listening(let session):
            // Both tracks share this number, whatever `chunk` counts.
            let frame = InboundFrame(chunk: UInt64(clamping: sequence ?? 0), offset: offset)
            session.assumeIsolated { $0.hear(audio, frame, of: track == .inbound ? .caller : .agent) }
        }
    }

    /// Marks and keys come on streams that go both ways only.
    func markReturned(_ name: String) {
        if case .conversation(let session) = self { session.assumeIsolated { $0.markReturned(name) } }
    }

    func pressed(_ key: String) {
        if case .conversation(let session) = self { session.assumeIsolated { $0.pressed(key) } }
    }

    func streamStopped() {
        switch self {
        case .conversation(let session): session.assumeIsolated { $0.streamStopped() }
        case .listening(let session): session.assumeIsolated { $0.streamStopped() }
        }
    }

    func connectionClosed() {
        switch self {
        case .conversation(let session): session.assumeIsolated { $0.connectionClosed() }
        case .listening(let session): session.assumeIsolated { $0.connectionClosed() }
        }
    }

    func protocolBroken() {
        switch self {
        case .conversation(let session): session.assumeIsolated { $0.protocolBroken() }
        case .listening(let session): session.assumeIsolated { $0.protocolBroken() }
        }
    }

    /// The server shuts down.
    func drained() {
        switch self {
        case .conversation(let session): session.assumeIsolated { $0.stop(.drained, next: .resume) }
        case .listening(let session): session.assumeIsolated { $0.stop(.drained) }
        }
    }
}
