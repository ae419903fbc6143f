// SPDX-License-Identifier: Apache-2.0

internal import Twilio

/// Where the API is: `https://api.twilio.com`, a region's host, or another server that speaks the same.
public struct TwilioEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Scheme, host and port, without a slash at the end.
    public let description: String
    /// The host without its port, in lower case.
    let host: String
    /// Whether it is reached over TLS.
    let isSecure: Bool

    /// `https://api.twilio.com`.
    public static let standard = Self(description: "https://api.twilio.com", host: "api.twilio.com", isSecure: true)

    /// The host of a region: `api.{edge}.{region}.twilio.com`, such as `api.dublin.ie1.twilio.com`.
    ///
    /// An edge without a region belongs to `us1`. A region without an edge is refused: such a host has been seen to lead
    /// to the United States, where the region's token is unknown.
    /// Fails with ``TwilioRESTError/Code/invalidConfiguration``.
    public init(region: String?, edge: String?) throws(TwilioRESTError) {
        guard region != nil || edge != nil else {
            self = .standard
            return
        }
        guard let edge else {
            throw TwilioRESTError(.invalidConfiguration, "A region needs its edge, such as dublin for ie1.")
        }
        let region = region ?? "us1"
        for label in [edge, region] where !Self.isLabel(label) {
            throw TwilioRESTError(.invalidConfiguration, "Region and edge are words of a to z, 0 to 9 and dashes.")
        }
        let host = "api.\(edge).\(region).twilio.com"
        self.init(description: "https://\(host)", host: host, isSecure: true)
    }

    /// Another server, such as a simulator: `http` is accepted for this machine only.
    ///
    /// Fails with ``TwilioRESTError/Code/invalidConfiguration``.
    public init(url: String) throws(TwilioRESTError) {
        let parsed: PublicURL
        do throws(TwilioError) {
            parsed = try PublicURL(url)
        } catch {
            throw TwilioRESTError(.invalidConfiguration, "The URL of Twilio's API is not usable.", cause: error)
        }
        guard parsed.path.isEmpty, !url.contains("@"), !url.contains("#") else {
            throw TwilioRESTError(
                .invalidConfiguration,
                "The URL of Twilio's API has only a scheme, a host and perhaps a port."
            )
        }
        let host = parsed.host.lowercased()
        guard parsed.isSecure || Self.isLoopback(host) else {
            throw TwilioRESTError(
                .invalidConfiguration,
                "The URL of Twilio's API begins with https://, except on this machine."
            )
        }
        self.init(description: parsed.description.lowercased(), host: host, isSecure: parsed.isSecure)
    }

    private init(description: String, host: String, isSecure: Bool) {
        self.description = description
        self.host = host
        self.isSecure = isSecure
    }

    private static func isLabel(_ text: String) -> Bool {
        (1...30).contains(text.utf8.count) && text.first != "-" && text.last != "-"
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// `localhost`, `[::1]` and addresses of 127.0.0.0/8 written in full.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && UInt8(part) != nil
            }
    }
}
