// SPDX-License-Identifier: Apache-2.0

/// Whom a caller is connected with.
///
/// ```swift
/// try TransferTarget("+12025550143")
/// try TransferTarget("client:alice")
/// try TransferTarget("sip:desk@pbx.example.com")
/// try TransferTarget("conference:Room 5")
/// try TransferTarget("queue:support")
/// ```
public enum TransferTarget: Sendable, Hashable, CustomStringConvertible {
    /// A telephone number in E.164.
    case number(String)
    /// A client of the carrier's own, by its identity.
    case client(String)
    /// A SIP address with its scheme.
    case sip(String)
    /// A conference room, by its name.
    case conference(String)
    /// A queue, by its name: the caller waits there until somebody takes the call.
    case queue(String)

    /// Reads an address. Throws ``CarrierError`` `.invalidNumber`, in words that do not repeat the address.
    public init(_ text: String) throws(CarrierError) {
        guard let target = Self.parse(text) else {
            throw CarrierError(
                .invalidNumber,
                "The address is none of +E.164, client:NAME, sip:USER@HOST, conference:NAME, queue:NAME."
            )
        }
        self = target
    }

    private static func parse(_ text: String) -> TransferTarget? {
        if Self.isE164(text) { return .number(text) }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        let isPlain = rest.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        guard isPlain, !rest.isEmpty else { return nil }
        switch text[..<colon].lowercased() {
        case "client": return rest.utf8.count <= 121 ? .client(rest) : nil
        case "sip", "sips": return Self.isSIP(rest) ? .sip(text) : nil
        case "conference": return rest.utf8.count <= 128 ? .conference(rest) : nil
        case "queue": return rest.utf8.count <= 64 ? .queue(rest) : nil
        default: return nil
        }
    }

    /// `+`, a digit that is not 0, 7 to 15 digits altogether (ITU-T E.164).
    public static func isE164(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
            && digits.first != UInt8(ascii: "0") && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isSIP(_ rest: String) -> Bool {
        let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
        return rest.utf8.count <= 255 && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"<>""#.utf8.contains($0) }
    }

    /// The address as it is read.
    public var description: String {
        switch self {
        case .number(let text), .sip(let text): text
        case .client(let name): "client:\(name)"
        case .conference(let name): "conference:\(name)"
        case .queue(let name): "queue:\(name)"
        }
    }
}
