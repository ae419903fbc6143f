// SPDX-License-Identifier: Apache-2.0

/// Where the URLs of a call really lead: those of the public host to the address the server listens on, others as they
/// say.
struct ServerRoute: Sendable {
    /// An address to connect to, and what goes into `Host`.
    struct Destination: Sendable, Hashable {
        var url: WebURL
        var host: String
    }

    private let publicOrigin: String
    private let local: WebURL

    /// The route of a call; `url` is its voice webhook.
    init(url: WebURL, localOrigin: String?) throws(SimulationError) {
        self.publicOrigin = url.origin
        guard let localOrigin else {
            self.local = url
            return
        }
        guard let local = WebURL(localOrigin), local.path == "/", local.query == nil else {
            throw SimulationError(.invalidURL, "\(localOrigin) is no origin such as http://127.0.0.1:8080")
        }
        self.local = local
    }

    /// Where to send a request for this URL. `wss` becomes `ws` where the server itself speaks plain HTTP.
    func destination(of url: WebURL) -> Destination {
        guard url.origin == self.publicOrigin else { return Destination(url: url, host: url.authority) }
        var target = url
        let isSecure = self.local.scheme == "https" || self.local.scheme == "wss"
        let isWebSocket = url.scheme == "ws" || url.scheme == "wss"
        target.scheme = (isWebSocket ? "ws" : "http") + (isSecure ? "s" : "")
        target.authority = self.local.authority
        return Destination(url: target, host: url.authority)
    }
}
