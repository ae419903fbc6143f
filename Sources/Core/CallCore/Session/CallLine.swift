// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// The way back to the caller's ear: what a media stream can do. Lives on the call's event loop.
public protocol CallLine: AnyObject {
    /// Queues audio behind what is queued already.
    ///
    /// - Parameter audio: mu-law, 8 kHz, whole frames of 160 bytes.
    /// - Returns: `false` when the bound of what may wait for the caller's side is reached; the audio was dropped.
    func play(_ audio: ByteBuffer) -> Bool

    /// Asks to be told (``CallSession/markReturned(_:)``) when all audio queued before this has been played.
    func mark(_ name: String)

    /// Throws away all audio that has not been played; marks that wait come back at once.
    func clear()

    /// Closes the stream in good order; the telephone call goes on with what comes next.
    func close()
}
