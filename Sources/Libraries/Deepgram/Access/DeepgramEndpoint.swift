// SPDX-License-Identifier: Apache-2.0

import Resilience

/// Where Deepgram is: its own hosts, or one's own installation.
///
/// ```swift
/// let endpoint = try DeepgramEndpoint("https://api.eu.deepgram.com")
/// endpoint.webSocketURL("/v1/listen?model=nova-3")  // wss://api.eu.deepgram.com/v1/listen?model=nova-3
/// ```
public struct DeepgramEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// `api.deepgram.com`.
    public static let deepgram = DeepgramEndpoint(knownHost: "api.deepgram.com")
    /// `api.eu.deepgram.com`: audio stays in the European Union.
    public static let europe = DeepgramEndpoint(knownHost: "api.eu.deepgram.com")
    /// `api.au.deepgram.com`: audio stays in Australia.
    public static let australia = DeepgramEndpoint(knownHost: "api.au.deepgram.com")

    /// Name or address, an IPv6 address without brackets.
    public let host: String
    /// The port, if it is not the scheme's own.
    public let port: Int?
    /// What stands before Deepgram's own paths, without a slash at the end; empty mostly.
    public let path: String
    /// Whether connections are encrypted.
    public let isSecure: Bool

    private init(knownHost: String) {
        (self.host, self.port, self.path, self.isSecure) = (knownHost, nil, "", true)
    }

    /// Reads a URL with `https` or `wss`. With `allowingPlaintext` also one with `http` or `ws`, if its host is this
    /// machine or in a private network. Fails with ``DeepgramError/Code/invalidParameters``.
    public init(_ text: String, allowingPlaintext: Bool = false) throws(DeepgramError) {
        let parts = try EndpointText(text)
        self.isSecure = parts.isSecure
        self.host = parts.host
        self.port = parts.port == (parts.isSecure ? 443 : 80) ? nil : parts.port
        self.path = parts.path
        if self.isSecure { return }
        guard allowingPlaintext else {
            throw EndpointText.refusal("is not encrypted: write https, or allow plain text for a host of your own")
        }
        guard Self.isPrivate(self.host) else {
            throw EndpointText.refusal("is not encrypted, and its host is not in a private network: write https")
        }
    }

    /// Names without a dot, and those under `local` and `internal`, are nobody's on the public internet.
    private static func isPrivate(_ host: String) -> Bool {
        if let address = IPAddress(host) {
            return (AddressBlock.loopback + AddressBlock.private).contains { $0.contains(address) }
        }
        let isName =
            !host.contains(":") && host.utf8.contains { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") }
        let isOwn = !host.contains(".") || [".localhost", ".local", ".internal"].contains { host.hasSuffix($0) }
        return isName && isOwn
    }

    /// Host and port as a URL has them.
    private var authority: String {
        (self.host.contains(":") ? "[\(self.host)]" : self.host) + (self.port.map { ":\($0)" } ?? "")
    }

    /// The URL of a WebSocket; `target` is path and query, such as ``ListenParameters/target``.
    public func webSocketURL(_ target: String) -> String {
        (self.isSecure ? "wss://" : "ws://") + self.authority + self.path + target
    }

    /// The URL of a request; `target` is path and query.
    public func restURL(_ target: String) -> String {
        (self.isSecure ? "https://" : "http://") + self.authority + self.path + target
    }

    /// The URL without anything behind it.
    public var description: String { self.restURL("") }
}
