// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// How the types of the callbacks read: what a callback cannot be understood without is demanded, and its absence names
/// the parameter; the rest is `nil` when it is missing, empty or unreadable, and stays in the form.
extension FormParameters {
    /// A text that must be there.
    func required(_ name: String) throws(TwilioError) -> String {
        guard let text = self.text(name) else { throw TwilioError(.invalidParameter, "\(name) is missing.") }
        return text
    }

    /// A SID that must be there.
    func required<Kind>(_ name: String, as kind: SID<Kind>.Type) throws(TwilioError) -> SID<Kind> {
        guard let sid = self.sid(name, as: kind) else {
            throw TwilioError(.invalidParameter, "\(name) is missing or is not a SID that begins with \(Kind.prefix).")
        }
        return sid
    }

    /// `nil` when missing or empty.
    func text(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func sid<Kind>(_ name: String, as kind: SID<Kind>.Type) -> SID<Kind>? {
        self[name].flatMap { kind.init($0) }
    }

    func token<Token: TwiMLToken>(_ name: String, as kind: Token.Type) -> Token? {
        self.text(name).map { kind.init(rawValue: $0) }
    }

    /// A whole number from 0.
    func count(_ name: String) -> Int? {
        self[name].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// Whole seconds. Beyond a year it is no duration of a call, and the arithmetic stays safe.
    func seconds(_ name: String) -> Duration? {
        self.count(name).flatMap { $0 <= 31_536_000 ? .seconds($0) : nil }
    }

    /// Whole milliseconds, within the same bound.
    func milliseconds(_ name: String) -> Duration? {
        self.count(name).flatMap { $0 <= 31_536_000_000 ? .milliseconds($0) : nil }
    }

    /// A number from 0 to 1.
    func share(_ name: String) -> Double? {
        self[name].flatMap { Double($0) }.flatMap { (0...1).contains($0) ? $0 : nil }
    }

    /// `true` or `false`, in any case.
    func flag(_ name: String) -> Bool? {
        self[name].flatMap { $0.utf8.count > 5 ? nil : ["true": true, "false": false][$0.lowercased()] }
    }

    func date(_ name: String) -> Date? {
        self[name].flatMap { TwilioTimestamp.date($0) }
    }

    func address(_ name: String) -> PhoneAddress? {
        self[name].map { PhoneAddress($0) }
    }
}
