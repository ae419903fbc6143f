// SPDX-License-Identifier: Apache-2.0

extension CallerStep: Decodable {
    /// Decodes `say: text`, `say: {text: …, voice: …}`, `wait: seconds`, `waitForAgent`, `hangUp`, … as in
    /// ``CallerScript``.
    public init(from decoder: any Decoder) throws {
        let (name, hasValue) = try ScriptKey.single(in: decoder)
        guard let step = try hasValue ? Self.step(name, in: decoder) : Self.word(name) else {
            throw ScriptKey.error("there is no step \(name)\(hasValue ? "" : " without a value")", decoder)
        }
        self = step
    }

    private static func word(_ name: String) -> Self? {
        switch name {
        case "waitForAgent": .waitForAgent()
        case "hangUp": .hangUp
        default: LineFault(word: name).map(Self.fault)
        }
    }

    private static func step(_ name: String, in decoder: any Decoder) throws -> Self? {
        let container = try decoder.container(keyedBy: ScriptKey.self)
        let key = ScriptKey(name)
        func seconds() throws -> Duration { Duration(scripted: try container.decode(Double.self, forKey: key)) }
        switch name {
        case "say":
            let spoken = try Spoken(container.superDecoder(forKey: key))
            return .say(spoken.text, voice: spoken.voice)
        case "interrupt":
            let spoken = try Spoken(container.superDecoder(forKey: key))
            return .interrupt(spoken.text, delay: spoken.delay ?? .milliseconds(500), voice: spoken.voice)
        case "audio": return .audioFile(try container.decode(String.self, forKey: key))
        case "wait": return .wait(try seconds())
        case "waitForAgent":
            let times = try Times(container.superDecoder(forKey: key))
            return .waitForAgent(silence: times.silence ?? .milliseconds(800), timeout: times.timeout ?? .seconds(20))
        case "waitForSilence":
            let times = try Times(container.superDecoder(forKey: key))
            return .waitForSilence(times.silence ?? .seconds(1), timeout: times.timeout ?? .seconds(60))
        case "press": return .press(try container.decode(String.self, forKey: key))
        case "expectHeard": return .expectHeard(within: try seconds())
        case "expectQuiet": return .expectQuiet(within: try seconds())
        default: return try LineFault(name: name, in: container).map(Self.fault)
        }
    }

    /// What is said: a text, or a mapping with text, voice and delay.
    private struct Spoken {
        var text: String
        var voice: String?
        var delay: Duration?

        private enum Key: String, CodingKey, CaseIterable {
            case text
            case voice
            case delay
        }

        init(_ decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self.text = text
                return
            }
            try ScriptKey.refuseUnknown(Key.self, in: decoder)
            let container = try decoder.container(keyedBy: Key.self)
            self.text = try container.decode(String.self, forKey: .text)
            self.voice = try container.decodeIfPresent(String.self, forKey: .voice)
            self.delay = try container.decodeIfPresent(Double.self, forKey: .delay).map(Duration.init(scripted:))
        }
    }

    /// How long to wait: seconds of silence, or a mapping with silence and timeout.
    private struct Times {
        var silence: Duration?
        var timeout: Duration?

        private enum Key: String, CodingKey, CaseIterable {
            case silence
            case timeout
        }

        init(_ decoder: any Decoder) throws {
            if let seconds = try? decoder.singleValueContainer().decode(Double.self) {
                self.silence = Duration(scripted: seconds)
                return
            }
            try ScriptKey.refuseUnknown(Key.self, in: decoder)
            let container = try decoder.container(keyedBy: Key.self)
            self.silence = try container.decodeIfPresent(Double.self, forKey: .silence).map(Duration.init(scripted:))
            self.timeout = try container.decodeIfPresent(Double.self, forKey: .timeout).map(Duration.init(scripted:))
        }
    }
}
