// SPDX-License-Identifier: Apache-2.0

extension GatherAnswer: Decodable {
    /// Decodes `digits: "1"`, `speech: words`, `speech: {text: …, confidence: …}`, `nothing` or `hangUp`.
    public init(from decoder: any Decoder) throws {
        let (name, hasValue) = try ScriptKey.single(in: decoder)
        switch (name, hasValue) {
        case ("nothing", false): self = .nothing
        case ("hangUp", false): self = .hangUp
        case ("digits", true):
            let container = try decoder.container(keyedBy: ScriptKey.self)
            self = .digits(try container.decode(String.self, forKey: ScriptKey(name)))
        case ("speech", true):
            let container = try decoder.container(keyedBy: ScriptKey.self)
            self = try Self.speech(container.superDecoder(forKey: ScriptKey(name)))
        default:
            throw ScriptKey.error("a gather is answered by digits, speech, nothing or hangUp, not \(name)", decoder)
        }
    }

    private enum SpeechKey: String, CodingKey, CaseIterable {
        case text
        case confidence
    }

    private static func speech(_ decoder: any Decoder) throws -> Self {
        if let text = try? decoder.singleValueContainer().decode(String.self) { return .speech(text) }
        try ScriptKey.refuseUnknown(SpeechKey.self, in: decoder)
        let container = try decoder.container(keyedBy: SpeechKey.self)
        return .speech(
            try container.decode(String.self, forKey: .text),
            confidence: try container.decodeIfPresent(Double.self, forKey: .confidence)
        )
    }
}

extension RecordAnswer: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case seconds
        case key
        case hangUp
    }

    /// Decodes seconds, or `{seconds: 7, key: "#"}`, or `{seconds: 7, hangUp: true}`.
    public init(from decoder: any Decoder) throws {
        if let seconds = try? decoder.singleValueContainer().decode(Double.self) {
            self.init(Duration(scripted: seconds))
            return
        }
        try ScriptKey.refuseUnknown(Key.self, in: decoder)
        let container = try decoder.container(keyedBy: Key.self)
        let seconds = try container.decode(Double.self, forKey: .seconds)
        let key = try container.decodeIfPresent(String.self, forKey: .key)
        let hangsUp = try container.decodeIfPresent(Bool.self, forKey: .hangUp) ?? false
        self.init(Duration(scripted: seconds), ending: hangsUp ? .hangUp : key.map(Ending.key) ?? .silence)
    }
}

extension DialOutcome: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case completed
    }

    /// Decodes `no-answer`, `busy`, `failed`, `canceled`, `completed` or `completed: seconds`.
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            guard let status = Status(rawValue: word) else {
                throw ScriptKey.error(
                    "a dial ends no-answer, busy, failed, canceled or completed, not \(word)",
                    decoder
                )
            }
            self = status == .completed ? .completed() : Self(status)
            return
        }
        try ScriptKey.refuseUnknown(Key.self, in: decoder)
        let container = try decoder.container(keyedBy: Key.self)
        self = .completed(Duration(scripted: try container.decode(Double.self, forKey: .completed)))
    }
}
