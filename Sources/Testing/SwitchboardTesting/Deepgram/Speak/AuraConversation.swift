// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// One connection to `/v1/speak` from the service's side, as a value: texts and commands in, what to do out.
struct AuraConversation: Sendable {
    enum Action: Sendable, Hashable {
        case send(String)
        /// Speak this; ``spoken()`` when it is done.
        case speak(String)
        /// Fall silent at once, but for what is on its way.
        case hush
        case close(code: UInt16, reason: String)
    }

    private struct Command: Sendable, Decodable {
        var type: String
        var text: String?
    }

    private struct Saying: Sendable {
        var time: Duration
        var count: Int
    }

    private let settings: DeepgramServiceSettings
    private let requestID: String
    private let model: String
    private let modelID: String
    private var text = ""
    /// Texts that were flushed; the first is being spoken.
    private var flushed: [String] = []
    private var sequence = 0
    private var sayings: [Saying] = []
    private var flushes: [Duration] = []
    private var isClosing = false
    private(set) var isOver = false

    init(model: String, requestID: String, modelID: String, settings: DeepgramServiceSettings) {
        self.model = model
        self.requestID = requestID
        self.modelID = modelID
        self.settings = settings
    }

    mutating func open() -> [Action] {
        let value: WireValue = [
            "type": "Metadata", "request_id": .text(self.requestID), "model_name": .text(self.model),
            "model_version": "2025-04-15.0", "model_uuid": .text(self.modelID), "additional_model_uuids": [],
        ]
        return [.send(value.encoded)]
    }

    /// A text message. `type` is what the record counts.
    mutating func receive(_ message: some Sequence<UInt8>, now: Duration) -> (type: String, [Action]) {
        guard let command = Self.command(message) else { return ("?", self.close(1008, "DATA-0000", "data0000")) }
        guard !self.isOver, !self.isClosing else { return (command.type, []) }
        switch command.type {
        case "Speak": return (command.type, self.say(command.text ?? "", now: now))
        case "Flush": return (command.type, self.flush(now: now))
        case "Clear": return (command.type, self.clear())
        case "Close": return (command.type, self.finish())
        case _: return (command.type, self.close(1008, "DATA-0000", "data0000"))
        }
    }

    /// A binary message: not wanted here.
    mutating func receiveBinary() -> [Action] { self.close(1003, "MESSAGE-0000", "message0000") }

    /// The text has been spoken to its end, or (`false`) the voice failed.
    mutating func spoken(_ isWhole: Bool) -> [Action] {
        guard !self.isOver, !self.flushed.isEmpty else { return [] }
        guard isWhole else { return self.close(1011, "NET-0000", "net0000") }
        self.flushed.removeFirst()
        var actions = [self.answer("Flushed")]
        if let next = self.flushed.first {
            actions.append(.speak(next))
        } else if self.isClosing {
            actions += self.end(1000, "")
        }
        return actions
    }

    /// The longest time is over.
    mutating func expire() -> [Action] { self.close(1011, "NET-0003", "net0003") }

    private static func command(_ message: some Sequence<UInt8>) -> Command? {
        try? JSONDecoder().decode(Command.self, from: Data(message))
    }

    private mutating func say(_ text: String, now: Duration) -> [Action] {
        guard text.count <= self.settings.longestText else { return self.close(1009, "BIG-0000", "big0000") }
        self.sayings.removeAll { $0.time + .seconds(60) <= now }
        self.sayings.append(Saying(time: now, count: text.count))
        guard self.sayings.reduce(0, { $0 + $1.count }) <= self.settings.charactersPerMinute else {
            return self.close(1008, "DATA-0001", "data0001")
        }
        self.text += text
        return []
    }

    private mutating func flush(now: Duration) -> [Action] {
        self.flushes.removeAll { $0 + .seconds(60) <= now }
        guard self.flushes.count < self.settings.flushesPerMinute else {
            let value: WireValue = [
                "type": "Warning", "description": "The maximum number of flushes within 60 seconds was exceeded.",
                "code": "EXCESSIVE_FLUSH",
            ]
            return [.send(value.encoded)]
        }
        self.flushes.append(now)
        return self.queue()
    }

    private mutating func queue() -> [Action] {
        guard !self.text.isEmpty || !self.flushed.isEmpty else { return [self.answer("Flushed")] }
        self.flushed.append(self.text)
        self.text = ""
        return self.flushed.count == 1 ? [.speak(self.flushed[0])] : []
    }

    private mutating func clear() -> [Action] {
        self.text = ""
        self.flushed = []
        return [.hush, self.answer("Cleared")]
    }

    private mutating func finish() -> [Action] {
        self.isClosing = true
        let actions = self.text.isEmpty ? [] : self.queue()
        return self.flushed.isEmpty ? self.end(1000, "") : actions
    }

    private mutating func answer(_ type: String) -> Action {
        defer { self.sequence += 1 }
        let value: WireValue = ["type": .text(type), "sequence_id": .number(self.sequence)]
        return .send(value.encoded)
    }

    private mutating func close(_ code: UInt16, _ name: String, _ page: String) -> [Action] {
        self.end(code, "\(name). See https://dpgr.am/\(page)")
    }

    private mutating func end(_ code: UInt16, _ reason: String) -> [Action] {
        guard !self.isOver else { return [] }
        self.isOver = true
        return [.hush, .close(code: code, reason: reason)]
    }
}
