// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting

/// A connection to the engine's model in virtual time: what is sent, and what comes when.
struct EngineLine {
    struct Arrival {
        var at: Duration
        var action: DeepgramEngineAction

        var text: String? {
            if case .send(let text) = self.action { text } else { nil }
        }
    }

    static let target =
        "/v1/listen?model=nova-3&language=en-US&encoding=mulaw&sample_rate=8000&channels=1&interim_results=true"
        + "&endpointing=300&utterance_end_ms=1000&vad_events=true"
    static let fluxTarget = "/v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000"

    var model: DeepgramEngineModel
    var now: Duration = .zero
    var arrivals: [Arrival] = []

    init(
        _ target: String = Self.target,
        faults: String = "",
        seed: UInt64 = 1,
        adjust: (inout DeepgramEngineSettings) -> Void = { _ in }
    ) throws {
        var settings = DeepgramEngineSettings()
        adjust(&settings)
        self.model = DeepgramEngineModel(
            try DeepgramUpgrade(target: target),
            settings: settings,
            faults: try DeepgramFault.list(parsing: faults),
            seed: seed
        )
        let actions = self.model.open()
        self.note(actions)
    }

    /// Messages so far.
    var messages: [WireMessage] {
        get throws {
            try self.arrivals.compactMap { arrival in
                guard case .send(let text) = arrival.action else { return nil }
                return try WireMessage(text)
            }
        }
    }

    var finals: [WireMessage] { get throws { try self.messages.filter(\.isSettled) } }
    var close: DeepgramEngineAction? {
        self.arrivals.map(\.action).first { if case .close = $0 { true } else { false } }
    }

    /// The words in finals.
    var words: [String] { get throws { try self.finals.flatMap { $0.heard.map(\.word) } } }

    /// Speaks audio at the telephone's pace, 20 ms at a time.
    mutating func say(_ audio: [UInt8], frame: Int = 160) {
        var rest = audio[...]
        while !rest.isEmpty {
            let part = rest.prefix(frame)
            rest = rest.dropFirst(part.count)
            self.send(audio: Array(part))
            self.wait(.microseconds(125 * part.count))
        }
    }

    mutating func say(_ numbers: ClosedRange<Int>) { self.say(NumberedSpeech.audio(numbers)) }

    mutating func silence(_ length: Duration) {
        self.say([UInt8](repeating: 0xFF, count: Int(length / .microseconds(125))))
    }

    mutating func send(audio: [UInt8]) {
        let actions = self.model.receive(audio: audio, now: self.now)
        self.note(actions)
    }

    mutating func send(_ text: String) {
        let actions = self.model.receive(text: text, now: self.now)
        self.note(actions)
    }

    /// Lets time pass, to every moment at which something happens.
    mutating func wait(_ length: Duration) {
        let end = self.now + length
        while let deadline = self.model.nextDeadline, deadline <= end {
            self.now = max(self.now, deadline)
            let actions = self.model.advance(to: self.now)
            self.note(actions)
        }
        self.now = end
        let actions = self.model.advance(to: end)
        self.note(actions)
    }

    private mutating func note(_ actions: [DeepgramEngineAction]) {
        self.arrivals += actions.map { Arrival(at: self.now, action: $0) }
    }
}
