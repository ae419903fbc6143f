// SPDX-License-Identifier: Apache-2.0

/// Something a client did that Deepgram's documents warn of, with its time.
public struct DeepgramViolation: Sendable, Hashable {
    /// What it was.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An empty binary message, which ends the connection.
        case emptyBinary = "empty-binary"
        /// `KeepAlive` in a binary message: the engine takes it for audio.
        case keepAliveAsBinary = "keep-alive-as-binary"
        /// Another command in a binary message.
        case commandAsBinary = "command-as-binary"
        /// A text message that is no command.
        case unknownCommand = "unknown-command"
        /// A command of the other version of the service.
        case foreignCommand = "foreign-command"
        /// Something after `CloseStream`.
        case afterCloseStream = "after-close-stream"
        /// The connection was closed without `CloseStream` while words were due: they are lost.
        case closedWithoutCloseStream = "closed-without-close-stream"
        /// Audio came faster than the engine takes it (1.25 times real time); allowed, words come late.
        case tooFast = "too-fast"
        /// Neither audio nor `KeepAlive` for too long.
        case idle = "idle"
        /// No audio within 10 s of the beginning.
        case noAudio = "no-audio"
        /// Bytes that are no audio of the announced encoding.
        case undecodableAudio = "undecodable-audio"
        /// More than one second of audio in a message.
        case largeMessage = "large-message"
        /// A query parameter that the reference does not list.
        case unknownParameter = "unknown-parameter"
        /// `Configure` while another was pending.
        case configurePending = "configure-pending"
    }

    /// What it was.
    public var kind: Kind
    /// What exactly.
    public var detail: String
    /// When, on the clock that the model is given.
    public var at: Duration

    /// Whether Deepgram lets it pass without harm.
    public var isNote: Bool { self.kind == .tooFast || self.kind == .unknownParameter }

    init(_ kind: Kind, _ detail: String = "", at: Duration) {
        self.kind = kind
        self.detail = detail
        self.at = at
    }
}
