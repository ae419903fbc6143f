// SPDX-License-Identifier: Apache-2.0

/// One end of a call: who it comes from or goes to, as far as the network says.
///
/// Caller ID can be forged; treat every case as something a stranger typed. Printing an address masks it; the original
/// text is in ``FormParameters``.
public enum PhoneAddress: Hashable, Sendable {
    /// A number in E.164, with its `+`: at most 15 digits, the first of them not 0.
    case e164(String)
    /// A Voice SDK identity, without `client:`.
    case client(String)
    /// A SIP address, without `sip:` or `sips:`.
    case sip(String)
    /// A SIM, without `sim:`.
    case sim(String)
    /// A WhatsApp number, without `whatsapp:`.
    case whatsapp(String)
    /// A number of 3 to 6 digits that one country's networks know; nobody else can call it.
    case shortCode(String)
    /// The caller keeps the number to himself.
    ///
    /// Includes the numbers some carriers send instead, which spell "anonymous" and the like on the keypad.
    case withheld
    /// Anything else a carrier sent.
    case other(String)

    /// Recognises an address; every text is one.
    public init(_ text: String) {
        if Self.isWithheld(text) {
            self = .withheld
        } else if Self.isE164(text) {
            self = .e164(text)
        } else if Self.isShortCode(text) {
            self = .shortCode(text)
        } else if let rest = Self.dropping("client:", from: text) {
            self = .client(rest)
        } else if let rest = Self.dropping("sip:", from: text) ?? Self.dropping("sips:", from: text) {
            self = Self.isAnonymous(sip: rest) ? .withheld : .sip(rest)
        } else if let rest = Self.dropping("sim:", from: text) {
            self = .sim(rest)
        } else if let rest = Self.dropping("whatsapp:", from: text) {
            self = .whatsapp(rest)
        } else {
            self = .other(text)
        }
    }

    /// The number when it is one that can be called back.
    public var callableNumber: String? {
        if case .e164(let number) = self { number } else { nil }
    }

    /// The address for a log: at most its last four characters.
    public var masked: String {
        switch self {
        case .e164(let number): Self.mask(number)
        case .client(let name): "client:" + Self.mask(name)
        case .sip(let address): "sip:" + Self.mask(address)
        case .sim(let name): "sim:" + Self.mask(name)
        case .whatsapp(let number): "whatsapp:" + Self.mask(number)
        case .shortCode(let number): Self.mask(number)
        case .withheld: "withheld"
        case .other(let text): Self.mask(text)
        }
    }

    /// `***` and the last four characters; nothing of a text that has no more than four.
    public static func mask(_ text: String) -> String {
        text.unicodeScalars.count > 4 ? "***" + String(text.unicodeScalars.suffix(4)) : "***"
    }

    /// Whether a text is a number in E.164: a `+`, then 2 to 15 digits of which the first is not 0, and nothing else.
    public static func isE164(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (3...16).contains(bytes.count), bytes.first == UInt8(ascii: "+") else { return false }
        let digits = bytes.dropFirst()
        return digits.first != UInt8(ascii: "0") && digits.allSatisfy { Self.isDigit($0) }
    }
}

extension PhoneAddress: CustomStringConvertible {
    /// ``masked``.
    public var description: String { self.masked }
}

extension PhoneAddress {
    private static let withheldTexts: Set<String> = [
        "", "anonymous", "unknown", "restricted", "unavailable", "private", "blocked", "withheld",
        "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253",
    ]

    private static func isWithheld(_ text: String) -> Bool {
        // None of them is longer; a stranger's megabyte need not be converted.
        text.utf8.count <= 12 && self.withheldTexts.contains(text.lowercased())
    }

    /// RFC 3323 names the user and the host; carriers vary the user as they do without SIP.
    private static func isAnonymous(sip address: String) -> Bool {
        let parts = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let host = parts[1].prefix { $0 != ";" && $0 != ":" && $0 != "?" }
        return self.isWithheld(String(parts[0])) || host.lowercased() == "anonymous.invalid"
    }

    private static func isShortCode(_ text: String) -> Bool {
        (3...6).contains(text.utf8.count) && text.utf8.allSatisfy { self.isDigit($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func dropping(_ scheme: String, from text: String) -> String? {
        guard text.utf8.count >= scheme.utf8.count,
            text.utf8.prefix(scheme.utf8.count).map({ $0 | 0x20 }) == Array(scheme.utf8.map { $0 | 0x20 })
        else { return nil }
        return String(text.unicodeScalars.dropFirst(scheme.unicodeScalars.count))
    }
}
