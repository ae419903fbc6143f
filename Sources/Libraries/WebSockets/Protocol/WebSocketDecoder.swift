// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Turns bytes, cut anywhere, into messages and control frames; knows every rule of RFC 6455 sections 5 and 8.1 that can
/// be judged from the bytes alone.
///
/// A pure value: it sees no socket, no clock and no connection. Feed it one read after the other:
/// ```swift
/// var decoder = WebSocketDecoder(role: .server, limits: .init())
/// var offset = 0
/// while true {
///     switch try decoder.next(bytes, &offset) {
///     case .message(let kind, .input(let range)): …    // lies whole and unmasked in `bytes`
///     case .message(let kind, .scratch): …             // lies in `decoder.scratch`
///     case .needMoreData: return
///     …
///     }
/// }
/// ```
/// A masked frame that lies whole in the input is unmasked once, straight into ``scratch``, which is kept from message
/// to message: no allocation. (NIO's receive buffer cannot be unmasked where it lies: its pool keeps a reference, so
/// the first write would copy all of it.) An unmasked one is not touched at all. A frame that is announced but not here
/// yet occupies what has arrived of it, never what it announced.
struct WebSocketDecoder: Sendable {
    /// Text or binary.
    enum Kind: Hashable, Sendable {
        case text
        case binary
    }

    /// Where a whole message lies until the next call of `next`.
    enum Payload: Hashable, Sendable {
        case input(Range<Int>)
        case scratch
    }

    enum Event: Hashable, Sendable {
        case needMoreData
        case message(Kind, Payload)
        /// The payload is in ``control``.
        case ping
        /// The payload is in ``control``.
        case pong
        case close(WebSocketCloseCode?, reason: String)
    }

    /// Above this capacity ``scratch`` is given back after the message that needed it.
    private static let keptScratchCapacity = 256 << 10

    let role: WebSocketRole
    let limits: WebSocketLimits
    /// The message in progress, or the last one delivered.
    private(set) var scratch = ByteBuffer()
    /// The payload of the last control frame.
    private(set) var control = ByteBuffer()

    /// Bytes of a header that was cut by the end of a read.
    private var cutHeader = ByteBuffer()
    /// The data frame or control frame whose payload is being read.
    private var frame: WebSocketFrameHeader?
    private var remaining = 0
    private var phase = 0
    /// The message whose first fragment has arrived.
    private var message: Kind?
    private var fragments = 0
    private var utf8 = UTF8Validator()

    init(role: WebSocketRole, limits: WebSocketLimits) {
        self.role = role
        self.limits = limits
    }

    /// Reads on at `offset`, moves it forward, and says what was completed.
    ///
    /// After an error the decoder must not be used again: the stream has no known boundary any more.
    mutating func next(
        _ input: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> Event {
        while true {
            if self.frame == nil {
                guard let header = try self.readHeader(input, &offset) else { return .needMoreData }
                if let event = try self.begin(header, input, &offset) { return event }
            }
            if let event = try self.readPayload(input, &offset) { return event }
            if self.frame != nil { return .needMoreData }
        }
    }

    // MARK: Headers

    @inline(__always)
    private mutating func readHeader(
        _ input: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> WebSocketFrameHeader? {
        if self.cutHeader.readableBytes == 0 {
            let rest = UnsafeRawBufferPointer(rebasing: input[offset...])
            if let (header, length) = try WebSocketFrameHeader.parse(rest, role: self.role) {
                offset += length
                return header
            }
        }
        return try self.readCutHeader(input, &offset)
    }

    private mutating func readCutHeader(
        _ input: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> WebSocketFrameHeader? {
        while offset < input.count {
            self.cutHeader.writeInteger(input[offset])
            offset += 1
            // Judged byte by byte, so that a bad header is refused at its first bad byte.
            let parsed: (header: WebSocketFrameHeader, length: Int)?
            do {
                parsed = try self.cutHeader.withUnsafeReadableBytes { bytes in
                    try WebSocketFrameHeader.parse(bytes, role: self.role)
                }
            } catch let violation as WebSocketViolation {
                throw violation
            } catch {
                preconditionFailure("parse throws WebSocketViolation only, and it is caught above")
            }
            if let parsed {
                self.cutHeader.clear()
                return parsed.header
            }
        }
        return nil
    }

    /// Judges the frame in the context of the message in progress; answers at once when the whole message is here.
    @inline(__always)
    private mutating func begin(
        _ header: WebSocketFrameHeader,
        _ input: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> Event? {
        if header.opcode.isControl {
            self.control.clear()
        } else {
            let isFirst = try self.beginDataFrame(header)
            if isFirst, header.isFinal, input.count - offset >= header.payloadLength {
                return try self.wholeMessage(header, input, &offset)
            }
        }
        self.frame = header
        self.remaining = header.payloadLength
        self.phase = 0
        return nil
    }

    @inline(__always)
    private mutating func beginDataFrame(_ header: WebSocketFrameHeader) throws(WebSocketViolation) -> Bool {
        guard header.payloadLength <= self.limits.maxFrameSize else { throw .tooBig("frame over the limit") }
        if header.opcode == .continuation {
            guard self.message != nil else { throw .protocolError("continuation without a message") }
            self.fragments += 1
            guard self.fragments <= self.limits.maxFragments else { throw .tooBig("too many fragments") }
            guard header.payloadLength <= self.limits.maxMessageSize - self.scratch.readableBytes else {
                throw .tooBig("message over the limit")
            }
            return false
        }
        guard self.message == nil else { throw .protocolError("a new message inside a fragmented one") }
        guard header.payloadLength <= self.limits.maxMessageSize else { throw .tooBig("message over the limit") }
        self.message = header.opcode == .text ? .text : .binary
        self.fragments = 1
        if self.scratch.capacity > Self.keptScratchCapacity {
            self.scratch = ByteBuffer()
        } else {
            self.scratch.clear()
        }
        return true
    }

    // MARK: Payloads

    /// The hot path: one frame, one message, all of it in this read.
    @inline(__always)
    private mutating func wholeMessage(
        _ header: WebSocketFrameHeader,
        _ input: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> Event {
        let range = offset..<offset + header.payloadLength
        offset = range.upperBound
        let kind: Kind = header.opcode == .text ? .text : .binary
        self.message = nil
        guard header.maskKey != nil else {
            if kind == .text {
                try self.validate(UnsafeRawBufferPointer(rebasing: input[range]))
                try self.endText()
            }
            return .message(kind, .input(range))
        }
        self.phase = 0
        try self.take(UnsafeRawBufferPointer(rebasing: input[range]), header, kind)
        if kind == .text { try self.endText() }
        return .message(kind, .scratch)
    }

    private mutating func readPayload(
        _ input: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> Event? {
        guard let frame = self.frame else { return nil }
        let count = min(self.remaining, input.count - offset)
        try self.take(
            UnsafeRawBufferPointer(rebasing: input[offset..<offset + count]),
            frame,
            frame.opcode.isControl ? nil : self.message
        )
        offset += count
        self.remaining -= count
        guard self.remaining == 0 else { return nil }
        self.frame = nil
        return try self.finish(frame)
    }

    /// Appends a piece of payload, unmasked, to `scratch` (or `control` when there is no kind) and checks text at once.
    @inline(__always)
    private mutating func take(
        _ piece: UnsafeRawBufferPointer,
        _ header: WebSocketFrameHeader,
        _ kind: Kind?
    ) throws(WebSocketViolation) {
        guard let source = piece.baseAddress, piece.count > 0 else { return }
        let key = header.maskKey ?? 0
        let phase = self.phase
        self.phase = (phase + piece.count) & 3
        guard let kind else {
            Self.append(source, piece.count, key, phase, to: &self.control)
            return
        }
        let isASCII = !Self.append(source, piece.count, key, phase, to: &self.scratch)
        guard kind == .text, !(isASCII && self.utf8.isComplete) else { return }
        var validator = self.utf8
        let isValid = self.scratch.withUnsafeReadableBytes { bytes in
            validator.validate(UnsafeRawBufferPointer(rebasing: bytes.suffix(piece.count)))
        }
        self.utf8 = validator
        guard isValid else { throw .invalidUTF8 }
    }

    /// Answers whether any byte has its top bit set.
    @inline(__always)
    @discardableResult
    private static func append(
        _ source: UnsafeRawPointer,
        _ count: Int,
        _ key: UInt32,
        _ phase: Int,
        to buffer: inout ByteBuffer
    ) -> Bool {
        var hasHighBits = false
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
            if let destination = target.baseAddress {
                hasHighBits = WebSocketMask.apply(
                    key: key,
                    phase: phase,
                    from: source,
                    to: destination,
                    count: count
                )
            }
            return count
        }
        return hasHighBits
    }

    private mutating func validate(_ piece: UnsafeRawBufferPointer) throws(WebSocketViolation) {
        guard self.utf8.validate(piece) else { throw .invalidUTF8 }
    }

    private mutating func endText() throws(WebSocketViolation) {
        guard self.utf8.isComplete else { throw .invalidUTF8 }
    }

    private mutating func finish(_ frame: WebSocketFrameHeader) throws(WebSocketViolation) -> Event? {
        switch frame.opcode {
        case .ping: return .ping
        case .pong: return .pong
        case .close: return try self.close()
        case .continuation, .text, .binary:
            guard frame.isFinal, let kind = self.message else { return nil }
            self.message = nil
            if kind == .text { try self.endText() }
            return .message(kind, .scratch)
        }
    }

    /// RFC 6455 section 5.5.1: nothing, or a code and a reason in UTF-8.
    private mutating func close() throws(WebSocketViolation) -> Event {
        guard self.control.readableBytes > 0 else { return .close(nil, reason: "") }
        guard let number = self.control.readInteger(as: UInt16.self) else {
            throw .protocolError("a close frame of one byte")
        }
        let code = WebSocketCloseCode(rawValue: number)
        guard code.isAllowedOnTheWire else { throw .protocolError("close code \(number) must not be sent") }
        var validator = UTF8Validator()
        let isValid = self.control.withUnsafeReadableBytes { validator.validate($0) }
        guard isValid, validator.isComplete else { throw .invalidUTF8 }
        return .close(code, reason: String(buffer: self.control))
    }
}
