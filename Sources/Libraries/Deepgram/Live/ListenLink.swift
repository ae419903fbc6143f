// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// An open connection to Deepgram's live transcription, as its user sees it. Lives on its event loop: every member is used
/// there, and its owner is called there.
public protocol ListenLink: AnyObject {
    /// Deepgram's id of the connection (`dg-request-id`).
    var requestID: String? { get }

    /// Samples of audio that the connection has been fed: Deepgram's times count from its first. Above 0 at the beginning
    /// when the connection was kept warm.
    var fedSamples: Int { get }

    /// Bytes accepted for sending that the operating system has not taken yet.
    var queuedBytes: Int { get }

    /// Sends audio that `write` appends to the connection's own output buffer; never sends an empty message. `false` when
    /// it was not taken, because the connection is closing or its bounded queue is full.
    func sendAudio(_ write: (inout ByteBuffer) -> Void) -> Bool

    /// Sends a command; `false` as above.
    @discardableResult
    func send(_ command: ListenCommand) -> Bool

    /// Gives the connection up: nothing is delivered any more, and the socket is closed at once.
    func abandon()

    /// Gives the connection back after `Finalize` has been answered: whoever keeps connections may hand it to another
    /// call, others end it properly. Nothing is delivered any more.
    func giveBack()
}
