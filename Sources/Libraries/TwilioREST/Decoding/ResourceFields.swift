// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Twilio

/// The members of a JSON object, read leniently: what is absent, null or of another kind is `nil`.
///
/// Twilio sends durations and prices as strings and error codes as numbers; both spellings are taken everywhere.
struct ResourceFields: Sendable {
    let value: JSONValue

    /// Reads a JSON object within bounds.
    init(_ bytes: [UInt8], maximumBytes: Int) throws(TwilioRESTError) {
        do {
            let reader = JSONReader(maximumBytes: maximumBytes, maximumDepth: 32, maximumValues: 200_000)
            self.value = try bytes.withUnsafeBytes { raw in try reader.read(raw) }
        } catch {
            throw TwilioRESTError(.malformedAnswer, "The answer is not JSON.", cause: error)
        }
        guard case .object = self.value else {
            throw TwilioRESTError(.malformedAnswer, "The answer is not a JSON object.")
        }
    }

    init(_ value: JSONValue) {
        self.value = value
    }

    func text(_ name: String) -> String? {
        switch self.value[name] {
        case .string(let text): text
        case .number(let text): text
        default: nil
        }
    }

    /// A text that is not empty; Twilio writes "" for URLs that were taken away.
    func filled(_ name: String) -> String? {
        self.text(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    func integer(_ name: String) -> Int? {
        self.text(name).flatMap { Int($0) }
    }

    func flag(_ name: String) -> Bool? {
        switch self.value[name] {
        case .bool(let flag): flag
        case .string("true"): true
        case .string("false"): false
        default: nil
        }
    }

    func seconds(_ name: String) -> Duration? {
        self.integer(name).flatMap { (0...1_000_000_000).contains($0) ? .seconds($0) : nil }
    }

    func milliseconds(_ name: String) -> Duration? {
        self.integer(name).flatMap { (0...1_000_000_000_000).contains($0) ? .milliseconds($0) : nil }
    }

    func date(_ name: String) -> Date? {
        self.text(name).flatMap { TwilioTimestamp.date($0) }
    }

    func sid<Kind>(_ name: String, _ kind: Kind.Type = Kind.self) -> SID<Kind>? {
        self.text(name).flatMap { SID<Kind>($0) }
    }

    func word<Word: TwiMLToken>(_ name: String, _ type: Word.Type = Word.self) -> Word? {
        self.text(name).map { Word(rawValue: $0) }
    }

    /// The SID without which a resource is none.
    func required<Kind>(_ name: String, _ kind: Kind.Type = Kind.self) throws(TwilioRESTError) -> SID<Kind> {
        guard let sid: SID<Kind> = self.sid(name) else {
            throw TwilioRESTError(.malformedAnswer, "The answer has no valid \(name).")
        }
        return sid
    }

    /// The objects of an array member; `nil` when there is no such array.
    func objects(_ name: String) -> [ResourceFields]? {
        guard case .array(let elements) = self.value[name] else { return nil }
        return elements.map { ResourceFields($0) }
    }

    func object(_ name: String) -> ResourceFields? {
        guard case .object = self.value[name] else { return nil }
        return self.value[name].map { ResourceFields($0) }
    }
}
