// SPDX-License-Identifier: Apache-2.0

/// What is known about a request besides itself, and what finding its difference may cost.
///
/// All of it may come from a stranger: it is tried, never believed.
public struct SignatureHints: Sendable {
    /// A secret that is not the one to check with, and its name for the log.
    public struct Secret: Sendable {
        /// What to call it, such as `TWILIO_AUTH_TOKEN_SECONDARY`.
        public var name: String
        /// The secret.
        public var token: AuthToken

        /// Names a secret.
        public init(name: String, token: AuthToken) {
            self.name = name
            self.token = token
        }
    }

    /// Hosts that may have been called, perhaps with a port: `Host`, `X-Forwarded-Host`.
    public var hosts: [String] = []
    /// Ports that may have been called: the one that is listened on, `X-Forwarded-Port`.
    public var ports: [Int] = []
    /// Paths that a proxy may have taken away: `X-Forwarded-Prefix`.
    public var prefixes: [String] = []
    /// Request targets as they may have been before a proxy: `X-Original-URI`.
    public var targets: [String] = []
    /// Other secrets that may have signed: a secondary token, another account's, an API secret.
    public var secrets: [Secret] = []
    /// How many signatures may be computed.
    public var maximumAttempts = 1_000
    /// How many bytes may be hashed altogether.
    public var maximumBytes = 4_194_304

    /// User and password that came in `Authorization`.
    var credentials: String?

    /// No hints.
    public init() {}

    /// Takes from a request's headers what proxies tell of the request before them; the others are ignored.
    public init(headers: some Sequence<(name: String, value: String)>) {
        for (name, value) in headers where value.utf8.count <= 2_048 && value.utf8.allSatisfy({ (0x20..<0x7F) ~= $0 }) {
            self.take(name.lowercased(), value)
        }
    }

    private mutating func take(_ name: String, _ value: String) {
        // A list begins with what was added first: the proxy nearest to Twilio.
        let first = String(value.prefix { $0 != "," && $0 != " " })
        switch name {
        case "host", ":authority", "x-forwarded-host", "x-original-host": Self.add(first, to: &self.hosts)
        case "x-forwarded-port": Self.add(Int(first), to: &self.ports)
        case "x-forwarded-prefix", "x-script-name": Self.add(first, to: &self.prefixes)
        case "x-original-uri", "x-original-url", "x-rewrite-url", "x-envoy-original-path":
            Self.add(value, to: &self.targets)
        case "forwarded": self.takeForwarded(value)
        case "authorization": self.credentials = Self.credentials(value)
        default: break
        }
    }

    /// See RFC 7239, section 4.
    private mutating func takeForwarded(_ value: String) {
        for pair in value.split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }).lowercased() == "host" else { continue }
            Self.add(parts[1].filter { $0 != "\"" && $0 != " " }, to: &self.hosts)
        }
    }

    /// Headers may be repeated without end; a few of each are enough.
    private static func add<Hint>(_ hint: Hint?, to hints: inout [Hint]) {
        guard let hint, hints.count < 8 else { return }
        hints.append(hint)
    }

    private static func credentials(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic" else { return nil }
        return Base64.decode(Array(parts[1].utf8)).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
