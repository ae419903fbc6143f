// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Twilio

/// Writes what Twilio sends on a media stream, numbering the messages; audio straight into the socket's buffer.
struct MediaWriter {
    let streamSID: String
    let accountSID: String
    let callSID: String
    let parameters: FormParameters
    let tracks: [MediaTrack]
    private let countsChunksPerTrack: Bool

    private var sequence: Int64 = 0
    /// The audio messages so far: of both tracks together, or of each.
    private var chunks: (inbound: Int64, outbound: Int64) = (0, 0)
    private let mediaTail: [UInt8]

    init(
        streamSID: String,
        accountSID: String,
        callSID: String,
        parameters: FormParameters,
        tracks: [MediaTrack] = [.inbound],
        countsChunksPerTrack: Bool = false
    ) {
        self.streamSID = streamSID
        self.accountSID = accountSID
        self.callSID = callSID
        self.parameters = parameters
        self.tracks = tracks
        self.countsChunksPerTrack = countsChunksPerTrack
        self.mediaTail = Array(#""},"streamSid":"\#(streamSID)"}"#.utf8)
    }

    static let connected = MediaStreamMessage.connected(.init()).encoded

    /// `start`, for this or for a false account or call.
    mutating func start(accountSID: String? = nil, callSID: String? = nil) -> [UInt8] {
        let start = MediaStreamMessage.Start(
            streamSID: self.streamSID,
            accountSID: accountSID ?? self.accountSID,
            callSID: callSID ?? self.callSID,
            sequenceNumber: self.nextSequence(),
            tracks: self.tracks,
            customParameters: self.parameters
        )
        return MediaStreamMessage.start(start).encoded
    }

    mutating func dtmf(_ digit: Character) -> [UInt8] {
        let key = MediaStreamMessage.DTMF(
            streamSID: self.streamSID,
            sequenceNumber: self.nextSequence(),
            digit: String(digit)
        )
        return MediaStreamMessage.dtmf(key).encoded
    }

    mutating func mark(_ name: String) -> [UInt8] {
        let mark = MediaStreamMessage.Mark(
            streamSID: self.streamSID,
            sequenceNumber: self.nextSequence(),
            name: name
        )
        return MediaStreamMessage.mark(mark).encoded
    }

    mutating func stop() -> [UInt8] {
        let stop = MediaStreamMessage.Stop(
            streamSID: self.streamSID,
            sequenceNumber: self.nextSequence(),
            accountSID: self.accountSID,
            callSID: self.callSID
        )
        return MediaStreamMessage.stop(stop).encoded
    }

    /// A frame of audio, for the place in the stream where it begins.
    mutating func media(_ audio: ByteBuffer, at time: Duration, of track: MediaTrack = .inbound) -> MediaFrame {
        let milliseconds = time / .milliseconds(1)
        return MediaFrame(
            head: #"{"event":"media","sequenceNumber":"\#(self.nextSequence())","media":{"track":"\#(track.name)","#
                + #""chunk":"\#(self.nextChunk(of: track))","timestamp":"\#(Int64(milliseconds))","payload":""#,
            audio: audio,
            tail: self.mediaTail
        )
    }

    /// One `media` message, ready to be written as often as wanted.
    struct MediaFrame {
        var head: String
        var audio: ByteBuffer
        var tail: [UInt8]

        func append(to buffer: inout ByteBuffer) {
            buffer.writeString(self.head)
            let count = Base64.encodedCount(self.audio.readableBytes)
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
                self.audio.withUnsafeReadableBytes { Base64.encode($0, into: target) }
            }
            buffer.writeBytes(self.tail)
        }
    }

    private mutating func nextChunk(of track: MediaTrack) -> Int64 {
        if self.countsChunksPerTrack, track == .outbound {
            self.chunks.outbound += 1
            return self.chunks.outbound
        }
        self.chunks.inbound += 1
        return self.chunks.inbound
    }

    private mutating func nextSequence() -> Int64 {
        self.sequence += 1
        return self.sequence
    }
}
