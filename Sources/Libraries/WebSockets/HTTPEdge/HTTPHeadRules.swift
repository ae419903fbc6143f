// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// What a request's head must look like beyond what the parser demands (RFC 9112 sections 3 and 6).
enum HTTPHeadRules {
    struct Violation: Error, Equatable {
        var reason: HTTPEdgeRefusal.Reason
        var status: Int
    }

    /// Throws what is wrong first.
    static func check(_ head: HTTPRequestHead, _ configuration: HTTPEdgeConfiguration) throws(Violation) {
        guard head.version == .http1_1 || head.version == .http1_0 else {
            throw Violation(reason: .version, status: 505)
        }
        guard head.method != .CONNECT, head.method != .TRACE else {
            throw Violation(reason: .method, status: 405)
        }
        // Method, two spaces and `HTTP/1.1`.
        let lineLength = head.method.rawValue.utf8.count + head.uri.utf8.count + 10
        guard lineLength <= configuration.maxRequestLine else {
            throw Violation(reason: .requestLineTooLong, status: 414)
        }
        // Absolute and authority forms are for proxies, and we are none.
        guard head.uri.utf8.first == UInt8(ascii: "/") || (head.uri == "*" && head.method == .OPTIONS) else {
            throw Violation(reason: .target, status: 400)
        }
        try self.checkHost(head)
        try self.checkFraming(head, configuration)
    }

    /// RFC 9112 section 3.2: exactly one `Host`; HTTP/1.0 may do without.
    private static func checkHost(_ head: HTTPRequestHead) throws(Violation) {
        let hosts = head.headers["host"]
        if hosts.isEmpty, head.version == .http1_0 { return }
        guard hosts.count == 1, let host = hosts.first, self.isHost(host) else {
            throw Violation(reason: .host, status: 400)
        }
    }

    /// The characters of RFC 3986 `host [":" port]`; no user, no path, no list.
    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
                    true
                default:
                    false
                }
            }
    }

    /// RFC 9112 section 6: one way to tell where the body ends, and it is one that we decode.
    private static func checkFraming(
        _ head: HTTPRequestHead,
        _ configuration: HTTPEdgeConfiguration
    ) throws(Violation) {
        let codings = head.headers["transfer-encoding"]
        let lengths = head.headers["content-length"]
        if !codings.isEmpty {
            guard lengths.isEmpty, head.version == .http1_1, codings.count == 1 else {
                throw Violation(reason: .malformed, status: 400)
            }
            guard codings[0].lowercased() == "chunked" else { throw Violation(reason: .malformed, status: 501) }
        }
        guard lengths.count <= 1 else { throw Violation(reason: .malformed, status: 400) }
        guard let length = lengths.first else { return }
        guard !length.isEmpty, length.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw Violation(reason: .malformed, status: 400)
        }
        // A number too large for `Int` is too large for us as well.
        guard let length = Int(length), length <= configuration.maxBodySize else {
            throw Violation(reason: .bodyTooLarge, status: 413)
        }
    }

    /// The answer to bytes that the parser refuses. `firstByte` is the head's first byte.
    static func violation(for error: HTTPParserError, firstByte: UInt8?, sawRequestLine: Bool) -> Violation {
        switch error {
        case .headerOverflow:
            sawRequestLine
                ? Violation(reason: .headTooLarge, status: 431)
                : Violation(reason: .requestLineTooLong, status: 414)
        case .invalidVersion:
            Violation(reason: .version, status: 505)
        case .invalidMethod:
            // An unknown word is an unknown method; anything else (a TLS hello, for one) is not HTTP.
            if let firstByte, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(firstByte) {
                Violation(reason: .method, status: 501)
            } else {
                Violation(reason: .malformed, status: 400)
            }
        default:
            Violation(reason: .malformed, status: 400)
        }
    }
}
