// SPDX-License-Identifier: Apache-2.0

/// The fields of one message, as they are come by: the type that says what they mean may be the last of them.
struct ListenFields {
    /// A hypothesis: the best of `Results`, or the text of `TurnInfo`.
    struct Alternative {
        var transcript: JSONScanner.Text?
        var confidence: Double?
        var words: [TranscriptWord] = []
    }

    var scanner: JSONScanner
    let maximumWords: Int

    var type: JSONScanner.Text?
    var channelIndex: (index: Int, count: Int)?
    var channel: (index: Int, count: Int)?
    var channels: Int?
    var best = Alternative()
    var turn = Alternative()
    var start: Double?
    var duration: Double?
    var isFinal: Bool?
    var speechFinal: Bool?
    var fromFinalize: Bool?
    var timestamp: Double?
    var lastWordEnd: Double?
    var windowStart: Double?
    var windowEnd: Double?
    var endOfTurnConfidence: Double?
    var turnIndex: Int?
    var sequence: Int?
    var event: JSONScanner.Text?
    var trigger: JSONScanner.Text?
    var requestID: JSONScanner.Text?
    var metadataRequestID: JSONScanner.Text?
    var sha256: JSONScanner.Text?
    var variant: JSONScanner.Text?
    var code: JSONScanner.Text?
    var description: JSONScanner.Text?

    init(_ scanner: JSONScanner, maximumWords: Int) {
        self.scanner = scanner
        self.maximumWords = maximumWords
    }

    mutating func read() throws(JSONFault) -> ListenMessage {
        if !self.scanner.take(UInt8(ascii: "{")) {
            // Something else may be JSON too; that is worth knowing.
            try self.scanner.skipValue()
            try self.scanner.finish()
            throw .notAnObject
        }
        var isFirst = true
        while let key = try self.scanner.nextKey(isFirst: &isFirst) { try self.take(key) }
        try self.scanner.finish()
        return try self.message()
    }

    private mutating func take(_ key: JSONKey) throws(JSONFault) {
        switch key {
        case .type: self.type = try self.scanner.text()
        case .channelIndex: self.channelIndex = try self.channelPair()
        case .channel: try self.takeChannel()
        case .channels: self.channels = try self.scanner.int()
        case .metadata: self.metadataRequestID = try self.requestIDInside()
        case .isFinal: self.isFinal = try self.scanner.bool()
        case .speechFinal: self.speechFinal = try self.scanner.bool()
        case .fromFinalize: self.fromFinalize = try self.scanner.bool()
        case .transcript: self.turn.transcript = try self.scanner.text()
        case .words: self.turn.words = try self.words()
        case .turnIndex: self.turnIndex = try self.scanner.int()
        case .sequenceID: self.sequence = try self.scanner.int()
        case .start, .duration, .timestamp, .lastWordEnd, .windowStart, .windowEnd, .endOfTurnConfidence:
            try self.takeNumber(key)
        default: try self.takeText(key)
        }
    }

    private mutating func takeNumber(_ key: JSONKey) throws(JSONFault) {
        let number = try self.scanner.double()
        switch key {
        case .start: self.start = number
        case .duration: self.duration = number
        case .timestamp: self.timestamp = number
        case .lastWordEnd: self.lastWordEnd = number
        case .windowStart: self.windowStart = number
        case .windowEnd: self.windowEnd = number
        default: self.endOfTurnConfidence = number
        }
    }

    private mutating func takeText(_ key: JSONKey) throws(JSONFault) {
        switch key {
        case .event: self.event = try self.scanner.text()
        case .trigger: self.trigger = try self.scanner.text()
        case .requestID: self.requestID = try self.scanner.text()
        case .sha256: self.sha256 = try self.scanner.text()
        case .variant: self.variant = try self.scanner.text()
        case .code: self.code = try self.scanner.text()
        case .description: self.description = try self.scanner.text()
        default: try self.scanner.skipValue()
        }
    }

    /// `channel` is an object in `Results`, and `[index, count]` in other messages.
    private mutating func takeChannel() throws(JSONFault) {
        self.best = Alternative()
        self.channel = nil
        guard self.scanner.current == UInt8(ascii: "{") else {
            self.channel = try self.channelPair()
            return
        }
        _ = try self.scanner.enter(UInt8(ascii: "{"))
        var isFirst = true
        while let key = try self.scanner.nextKey(isFirst: &isFirst) {
            if key == .alternatives {
                self.best = try self.firstAlternative()
            } else {
                try self.scanner.skipValue()
            }
        }
    }

    private mutating func channelPair() throws(JSONFault) -> (Int, Int)? {
        guard try self.scanner.enter(UInt8(ascii: "[")) else { return nil }
        var (index, count): (Int?, Int?)
        var (position, isFirst) = (0, true)
        while try self.scanner.nextElement(isFirst: &isFirst) {
            let number = try self.scanner.int()
            if position == 0 { index = number }
            if position == 1 { count = number }
            position += 1
        }
        return index.map { ($0, count ?? 1) }
    }

    private mutating func requestIDInside() throws(JSONFault) -> JSONScanner.Text? {
        guard try self.scanner.enter(UInt8(ascii: "{")) else { return nil }
        var (result, isFirst): (JSONScanner.Text?, Bool) = (nil, true)
        while let key = try self.scanner.nextKey(isFirst: &isFirst) {
            if key == .requestID { result = try self.scanner.text() } else { try self.scanner.skipValue() }
        }
        return result
    }
}
