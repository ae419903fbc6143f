// SPDX-License-Identifier: Apache-2.0

/// One run of ``MediaFrameScanner`` over one message.
struct MediaFrameScan {
    private var cursor: JSONCursor
    private let maximumDepth: Int
    private var frame = MediaFrame()
    private var isMedia = false
    private var hasPayload = false

    init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
        self.cursor = JSONCursor(bytes)
        self.maximumDepth = maximumDepth
    }

    mutating func run() -> MediaFrame? {
        guard self.cursor.take(UInt8(ascii: "{")), self.members({ $0.topLevelMember($1) }) else { return nil }
        self.cursor.skipWhitespace()
        guard self.cursor.isAtEnd, self.isMedia, self.hasPayload else { return nil }
        return self.frame
    }

    /// Reads the members of an object after its opening brace.
    @inline(__always)
    private mutating func members(_ member: (inout Self, Range<Int>) -> Bool) -> Bool {
        if self.cursor.take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let key = self.plainString(), self.cursor.take(UInt8(ascii: ":")) else { return false }
            self.cursor.skipWhitespace()
            guard member(&self, key) else { return false }
        } while self.cursor.take(UInt8(ascii: ","))
        return self.cursor.take(UInt8(ascii: "}"))
    }

    private mutating func topLevelMember(_ key: Range<Int>) -> Bool {
        if self.cursor.matches(key, "event") {
            guard let value = self.plainString() else { return false }
            self.isMedia = self.cursor.matches(value, "media")
            return self.isMedia
        }
        if self.cursor.matches(key, "media") {
            // A repeated object replaces the earlier one as a whole.
            self.hasPayload = false
            self.frame.track = .inbound
            self.frame.chunk = nil
            self.frame.timestampMilliseconds = nil
            return self.cursor.take(UInt8(ascii: "{")) && self.members { $0.mediaMember($1) }
        }
        if self.cursor.matches(key, "streamSid") {
            guard let value = self.plainString() else { return false }
            self.frame.streamSID = value
            return true
        }
        if self.cursor.matches(key, "sequenceNumber") {
            self.frame.sequenceNumber = self.integer()
            return self.frame.sequenceNumber != nil
        }
        return self.cursor.skipValue(maximumDepth: self.maximumDepth - 1)
    }

    private mutating func mediaMember(_ key: Range<Int>) -> Bool {
        if self.cursor.matches(key, "payload") {
            guard let value = self.cursor.skipString(), value.isASCII else { return false }
            self.frame.payload = value.range
            self.frame.payloadHasEscapes = value.hasEscapes
            self.hasPayload = true
            return true
        }
        if self.cursor.matches(key, "timestamp") {
            self.frame.timestampMilliseconds = self.integer()
            return self.frame.timestampMilliseconds != nil
        }
        if self.cursor.matches(key, "chunk") {
            self.frame.chunk = self.integer()
            return self.frame.chunk != nil
        }
        if self.cursor.matches(key, "track") {
            return self.track()
        }
        return self.cursor.skipValue(maximumDepth: self.maximumDepth - 2)
    }

    private mutating func track() -> Bool {
        guard let value = self.plainString() else { return false }
        if self.cursor.matches(value, "inbound") || self.cursor.matches(value, "inbound_track") {
            self.frame.track = .inbound
        } else if self.cursor.matches(value, "outbound") || self.cursor.matches(value, "outbound_track") {
            self.frame.track = .outbound
        } else {
            return false
        }
        return true
    }

    /// A string without escapes.
    private mutating func plainString() -> Range<Int>? {
        guard let text = self.cursor.skipString(), text.isASCII, !text.hasEscapes else { return nil }
        return text.range
    }

    /// A whole number from 0, written as a number or as a string.
    private mutating func integer() -> Int64? {
        let digits = self.cursor.current == UInt8(ascii: "\"") ? self.plainString() : self.cursor.skipNumber()
        return digits.flatMap { JSONValue.integer(self.cursor.bytes[$0]) }
    }
}
