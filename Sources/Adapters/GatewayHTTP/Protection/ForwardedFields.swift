// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Resilience

/// What proxies say about a request, as they say it: whom to believe is decided elsewhere.
enum ForwardedFields {
    /// The addresses of all `X-Forwarded-For`, left to right; `nil` for what is no address.
    static func forwardedFor(_ headers: HTTPFields) -> [IPAddress?] {
        headers[values: .xForwardedFor].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { self.address($0) }
    }

    /// The addresses of the `for` parameters of all `Forwarded` (RFC 7239 section 4), left to right; `nil` for obfuscated
    /// and unknown ones, and for elements without the parameter.
    static func forwarded(_ headers: HTTPFields) -> [IPAddress?] {
        headers[values: .forwarded].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { element in
                let pairs = element.split(separator: ";").map { $0.split(separator: "=", maxSplits: 1) }
                let pair = pairs.first { $0.count == 2 && self.trim($0[0]).lowercased() == "for" }
                return pair.flatMap { self.address(self.unquote(self.trim($0[1]))) }
            }
    }

    /// The address of `X-Real-IP`, if there is exactly one.
    static func realIP(_ headers: HTTPFields) -> IPAddress? {
        let values = headers[values: .xRealIP]
        return values.count == 1 ? self.address(values[0][...]) : nil
    }

    /// The first element of `X-Forwarded-Proto`, if it is one of the two schemes.
    static func isSecure(_ headers: HTTPFields) -> Bool? {
        switch self.first(headers[values: .xForwardedProto])?.lowercased() {
        case "https", "wss": true
        case "http", "ws": false
        default: nil
        }
    }

    /// The first element of `X-Forwarded-Host`, if it can be a host with or without a port.
    static func host(_ headers: HTTPFields) -> String? {
        self.first(headers[values: .xForwardedHost]).flatMap { self.isHost($0) ? $0 : nil }
    }

    /// Letters, digits, dots and hyphens, or an address in brackets, and perhaps a port.
    static func isHost(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...255).contains(bytes.count) else { return false }
        if bytes.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: "]") else { return false }
            return IPAddress(text[text.index(after: text.startIndex)..<end]) != nil
                && self.isPort(text[text.index(after: end)...])
        }
        let name = text.prefix { $0 != ":" }
        let isName = name.utf8.allSatisfy { Base64URL.isDigit($0) || $0 == UInt8(ascii: ".") }
        return !name.isEmpty && isName && self.isPort(text[name.endIndex...])
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard !text.isEmpty else { return true }
        let digits = text.dropFirst()
        return text.first == ":" && (1...5).contains(digits.utf8.count)
            && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func first(_ values: [String]) -> String? {
        values.first.map { String(self.trim($0.prefix { $0 != "," })) }
    }

    /// An address, perhaps with a port: `192.0.2.1:80`, `[2001:db8::1]:80`, `2001:db8::1`.
    private static func address(_ text: Substring) -> IPAddress? {
        let text = self.trim(text)
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), self.isPort(text[text.index(after: end)...]) else { return nil }
            return IPAddress(text[text.index(after: text.startIndex)..<end])
        }
        guard let colon = text.firstIndex(of: ":"), text[text.index(after: colon)...].firstIndex(of: ":") == nil else {
            return IPAddress(text)
        }
        return self.isPort(text[colon...]) ? IPAddress(text[..<colon]) : nil
    }

    private static func unquote(_ text: Substring) -> Substring {
        guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return text.dropFirst().dropLast()
    }

    private static func trim(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let last = text.lastIndex(where: { !isBlank($0) }) else { return "" }
        return text[...last].drop(while: isBlank)
    }
}
