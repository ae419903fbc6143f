// SPDX-License-Identifier: Apache-2.0

import Resilience

/// The parts of an endpoint's URL (RFC 3986), strictly: what is odd is more likely a mistake than meant.
struct EndpointText {
    var isSecure: Bool
    var host: String
    var port: Int?
    var path: String

    init(_ text: String) throws(DeepgramError) {
        guard !text.isEmpty, text.utf8.count <= 2_048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Self.refusal("is empty, or has characters that no URL has")
        }
        let bytes = Substring(text)
        guard let colon = bytes.firstIndex(of: ":"), bytes[colon...].hasPrefix("://") else {
            throw Self.refusal("has no scheme: write it like https://api.deepgram.com")
        }
        switch bytes[..<colon].lowercased() {
        case "https", "wss": self.isSecure = true
        case "http", "ws": self.isSecure = false
        default: throw Self.refusal("has a scheme that is neither https nor wss")
        }
        let rest = bytes[colon...].dropFirst(3)
        guard !rest.contains("?") else { throw Self.refusal("has a query: parameters are set elsewhere") }
        guard !rest.contains("#") else { throw Self.refusal("has a fragment: leave it out") }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard !rest[..<slash].contains("@") else {
            throw Self.refusal("has a user or password: the credential is set elsewhere")
        }
        (self.host, self.port) = try Self.authority(rest[..<slash])
        self.path = try Self.path(rest[slash...])
    }

    static func refusal(_ fault: String) -> DeepgramError {
        DeepgramError(.invalidParameters, "The Deepgram endpoint's URL \(fault).")
    }

    private static func authority(_ text: Substring) throws(DeepgramError) -> (String, Int?) {
        var (host, port) = (text, Substring())
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw Self.refusal("has an IPv6 address without an end") }
            host = text[text.index(after: text.startIndex)..<end]
            port = text[text.index(after: end)...]
            guard let address = IPAddress(host), !address.isV4 else {
                throw Self.refusal("has no IPv6 address in brackets")
            }
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[colon...]
        }
        guard text.first == "[" || self.isHost(host) else {
            throw Self.refusal("has no usable host: write it like https://api.deepgram.com")
        }
        if port.isEmpty { return (host.lowercased(), nil) }
        let digits = port.dropFirst()
        guard port.first == ":", (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(digits), number > 0
        else { throw Self.refusal("has a port that is none") }
        return (host.lowercased(), Int(number))
    }

    private static func isHost(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                            true
                        default: false
                        }
                    }
            }
    }

    private static func path(_ text: Substring) throws(DeepgramError) -> String {
        var path = text
        while path.last == "/" { path = path.dropLast() }
        let own = ["/v1/listen", "/v2/listen", "/v1/speak", "/v1", "/v2"]
        guard !own.contains(where: { path.hasSuffix($0) }) else {
            throw Self.refusal("ends with a path of Deepgram's: leave it out")
        }
        return String(path)
    }
}
