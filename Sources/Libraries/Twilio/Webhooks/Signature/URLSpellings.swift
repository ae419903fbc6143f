// SPDX-License-Identifier: Apache-2.0

/// The beginnings that one public URL may have in a signature: without and with its port, without and with its user.
///
/// Twilio signs without port and user, as a rule, so that one is tried first.
struct URLSpellings: Sendable {
    let http: [[UInt8]]
    let webSocket: [[UInt8]]
    let longestPrefix: Int

    init(_ url: PublicURL) {
        self.http = Self.prefixes(url, webSocket: false)
        self.webSocket = Self.prefixes(url, webSocket: true)
        self.longestPrefix = (self.http + self.webSocket).map(\.count).max() ?? 0
    }

    private static func prefixes(_ url: PublicURL, webSocket: Bool) -> [[UInt8]] {
        let users = url.userInfo.map { [nil, $0] } ?? [nil]
        let ports = [nil, url.port ?? url.defaultPort]
        return users.flatMap { user in
            ports.map { Array(url.url(of: "", webSocket: webSocket, userInfo: user, port: $0).utf8) }
        }
    }
}
