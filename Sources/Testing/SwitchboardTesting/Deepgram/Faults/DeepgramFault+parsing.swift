// SPDX-License-Identifier: Apache-2.0

extension DeepgramFault {
    /// Reads a fault as it is written in scripts; see ``DeepgramFault``. Throws ``SimulationError`` with the code
    /// `invalid_script` for anything else.
    public init(parsing text: String) throws(SimulationError) {
        var rest = Substring(text.trimmingWhitespace())
        let scope = Self.cut(&rest, at: "@")
        let after = Self.cut(&rest, at: "/")
        let jitter = Self.cut(&rest, at: "±")
        let value = Self.cut(&rest, at: "=")
        guard let kind = Self.kind(String(rest), value: value) else {
            throw SimulationError(.invalidScript, "there is no fault like this: \(text)")
        }
        self.init(kind)
        do {
            if let after { self.after = try Self.duration(after) }
            if let jitter { self.jitter = try Self.duration(jitter) }
            if let scope { self.scope = try Self.scope(scope) }
            if kind.isEnding, let value { self.after = try Self.duration(value) }
        } catch {
            throw SimulationError(.invalidScript, "the fault cannot be read: \(text)", cause: error.message)
        }
    }

    /// Reads faults separated by commas or spaces.
    public static func list(parsing text: String) throws(SimulationError) -> [Self] {
        var faults: [Self] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            faults.append(try Self(parsing: String(part)))
        }
        return faults
    }

    /// Takes what follows the separator off.
    private static func cut(_ text: inout Substring, at separator: Character) -> Substring? {
        guard let index = text.firstIndex(of: separator) else { return nil }
        defer { text = text[..<index] }
        return text[text.index(after: index)...]
    }

    private static func kind(_ name: String, value: Substring?) -> Kind? {
        guard let value else { return Self.plain[name] ?? Self.endings[name] }
        if let ending = Self.endings[name] { return ending }
        let time = try? Self.duration(value)
        let number = Int(value)
        switch name {
        case "refuse": return Self.refusal(value)
        case "slow-connect": return time.map(Kind.slowConnect)
        case "close": return number.flatMap(UInt16.init(exactly:)).map(Kind.close)
        case "stall": return time.map(Kind.stall)
        case "slow": return time.map(Kind.slow)
        case "slow-reading": return number.flatMap { $0 > 0 ? .slowReading($0) : nil }
        case "huge": return number.flatMap { $0 > 0 ? .huge($0) : nil }
        case "deep": return number.flatMap { $0 > 0 ? .deep($0) : nil }
        case "cut": return number.flatMap { $0 >= 0 ? .cut($0) : nil }
        case "late": return time.map(Kind.late)
        case "away": return time.map(Kind.away)
        default: return nil
        }
    }

    private static func refusal(_ value: Substring) -> Kind? {
        var status = value
        let retryAfter = Self.cut(&status, at: "+")
        guard let number = Int(status), (400...599).contains(number) else { return nil }
        guard let retryAfter else { return .refuse(number, retryAfter: nil) }
        return (try? Self.duration(retryAfter)).map { .refuse(number, retryAfter: $0) }
    }

    private static let endings: [String: Kind] = ["drop": .drop, "rst": .reset, "half-open": .halfOpen]
    private static let plain: [String: Kind] = [
        "no-answer": .noAnswer, "mute": .mute, "garbage": .garbage, "binary": .binary, "huge": .huge(10_000_000),
        "deep": .deep(100_000), "wrong-channel": .wrongChannel, "hostile-words": .hostileWords,
        "unknown-types": .unknownTypes, "duplicate": .duplicate, "reorder": .reorder, "overlap": .overlap,
        "missing-speech-final": .missingSpeechFinal, "missing-utterance-end": .missingUtteranceEnd,
        "finalize-unanswered": .finalizeUnanswered, "close-stream-unanswered": .closeStreamUnanswered,
    ]

    private static func scope(_ text: Substring) throws(SimulationError) -> Scope {
        let range = text.split(separator: "..", omittingEmptySubsequences: false)
        guard let first = range.first, range.count <= 2 else { throw Self.unreadable(text) }
        if let number = Int(first) {
            let last = range.count == 2 ? Int(range[1]) : number
            guard number > 0, let last, last >= number else { throw Self.unreadable(text) }
            return .connections(number...last)
        }
        let start = try Self.duration(first)
        let end = range.count == 2 ? try Self.duration(range[1]) : .seconds(604_800)
        guard end > start else { throw Self.unreadable(text) }
        return .time(start..<end)
    }

    /// `500ms`, `2s`, `1.5s`, `3m`; a bare number is milliseconds after `±`, and nowhere else allowed.
    private static func duration(_ text: Substring) throws(SimulationError) -> Duration {
        let units: [(name: String, length: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("", 0.001)]
        for unit in units where text.hasSuffix(unit.name) {
            guard let number = Double(text.dropLast(unit.name.count)), (0...604_800).contains(number) else { break }
            return Duration(scripted: number * unit.length)
        }
        throw Self.unreadable(text)
    }

    private static func unreadable(_ text: Substring) -> SimulationError {
        SimulationError(.invalidScript, "cannot be read: \(text)")
    }
}

extension DeepgramFault.Kind {
    /// Ends the connection without a word.
    var isEnding: Bool { self == .drop || self == .reset || self == .halfOpen }
}
