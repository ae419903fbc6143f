// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension Setting {
    /// Says what is wrong with a value and how to mend it; `nil` if nothing is. Never repeats a secret.
    func complaint(about value: String) -> String? {
        switch self.kind {
        case .text, .path:
            value.isEmpty ? "is empty; remove it or give it a value" : nil
        case .choice(let words):
            words.contains(value)
                ? nil : "is \(self.quoted(value)); it must be one of \(words.joined(separator: ", "))"
        case .integer(let range):
            self.complaint(about: value, in: range)
        case .sid(let prefix):
            Self.isSID(value, prefix: prefix)
                ? nil
                : "is \(self.quoted(value)); it must be \(prefix) and 32 hexadecimal digits, as the console shows it"
        case .url(let schemes):
            Self.complaint(aboutURL: value, schemes: schemes)
        case .list:
            Self.words(in: value).isEmpty ? "is empty; give words separated by commas" : nil
        case .phoneNumber:
            Self.isE164(value) ? nil : "is no telephone number: + and 7 to 15 digits, for example +14155550123"
        case .phoneNumbers:
            Self.words(in: value).allSatisfy(Self.isE164) && !Self.words(in: value).isEmpty
                ? nil : "has a word that is no telephone number: + and 7 to 15 digits, for example +14155550123"
        case .rate:
            RateText(value) != nil ? nil : "is \(self.quoted(value)); it must be COUNT/SECONDS+BURST, such as 30/60+10"
        case .logLevels:
            self.complaint(aboutLevels: value)
        case .pairs(let prefix):
            Self.complaint(aboutPairs: value, prefix: prefix)
        }
    }

    private func complaint(aboutLevels value: String) -> String? {
        do throws(TelemetryError) {
            _ = try LogComponent.levels(value)
            return nil
        } catch {
            return "is \(self.quoted(value)). \(error.message)"
        }
    }

    /// The words of a list.
    static func words(in value: String) -> [String] {
        value.split(separator: ",").map { word in
            var word = word
            while word.first?.isWhitespace == true { word.removeFirst() }
            while word.last?.isWhitespace == true { word.removeLast() }
            return String(word)
        }
        .filter { !$0.isEmpty }
    }

    /// Whether a value has the form of a Twilio auth token.
    static func isAuthToken(_ value: String) -> Bool {
        value.utf8.count == 32 && value.utf8.allSatisfy(self.isHex)
    }

    /// The names and secrets of a list of pairs.
    static func pairs(in value: String) -> [(name: String, secret: String)] {
        self.words(in: value).compactMap { word in
            guard let equals = word.firstIndex(of: "=") else { return nil }
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
    }

    private static func complaint(aboutPairs value: String, prefix: String) -> String? {
        let pairs = self.pairs(in: value)
        guard !pairs.isEmpty, pairs.count == self.words(in: value).count, pairs.allSatisfy({ !$0.secret.isEmpty })
        else {
            return "is malformed; it must be NAME=VALUE, several separated by commas"
        }
        guard prefix.isEmpty || pairs.allSatisfy({ self.isSID($0.name, prefix: prefix) }) else {
            return "has a name that is not \(prefix) and 32 hexadecimal digits"
        }
        return nil
    }

    private func quoted(_ value: String) -> String {
        self.isSecret ? "malformed" : "\"\(value.prefix(80))\""
    }

    private func complaint(about value: String, in range: ClosedRange<Int>) -> String? {
        guard let number = Int(value) else { return "is \(self.quoted(value)); it must be a whole number" }
        return range.contains(number)
            ? nil : "is \(number); it must be from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func isSID(_ value: String, prefix: String) -> Bool {
        value.utf8.count == 34 && value.hasPrefix(prefix) && value.utf8.dropFirst(2).allSatisfy(self.isHex)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
    }

    private static func isE164(_ value: String) -> Bool {
        value.hasPrefix("+") && (7...15).contains(value.utf8.count - 1)
            && value.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
    }

    /// The URL is used as it is written, never normalised: Twilio signs its bytes.
    private static func complaint(aboutURL value: String, schemes: [String]) -> String? {
        let wanted = schemes.map { $0 + "://" }.joined(separator: " or ")
        guard let scheme = schemes.first(where: { value.hasPrefix($0 + "://") }) else {
            return "is \"\(value.prefix(80))\"; it must begin with \(wanted)"
        }
        let rest = value.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        guard !authority.isEmpty, rest.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return "is \"\(value.prefix(80))\"; it has no host, or characters that no URL has"
        }
        guard !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" }) else {
            return "must be scheme, host and perhaps a path: no query, fragment or password"
        }
        guard Self.hasGoodPort(authority) else { return "has a port that is not a number from 1 to 65535" }
        return nil
    }

    private static func hasGoodPort(_ authority: Substring) -> Bool {
        guard !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") else { return true }
        guard let port = Int(authority[authority.index(after: colon)...]) else { return false }
        return (1...65_535).contains(port)
    }
}
