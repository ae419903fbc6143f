// SPDX-License-Identifier: Apache-2.0

/// Where the URLs of a call really lead: those of a public host to the address its server listens on, others as they
/// say.
struct ServerRoute: Sendable {
    /// An address to connect to, and what goes into `Host`.
    struct Destination: Sendable, Hashable {
        var url: WebURL
        var host: String
    }

    /// By ``WebURL/origin``.
    private var servers: [String: WebURL]

    /// The route of a call; `url` is its voice webhook.
    init(url: WebURL, localOrigin: String?) throws(SimulationError) {
        self.servers = [url.origin: try localOrigin.map(Self.server) ?? url]
    }

    /// Routes of several hosts: public origins such as `https://voice.example.com`, and where each is to be found.
    init(_ routes: [String: String]) throws(SimulationError) {
        self.servers = [:]
        for (publicOrigin, localOrigin) in routes {
            guard let url = WebURL(publicOrigin) else {
                throw SimulationError(.invalidURL, "\(publicOrigin) is no origin such as https://voice.example.com")
            }
            self.servers[url.origin] = try Self.server(localOrigin)
        }
    }

    private static func server(_ origin: String) throws(SimulationError) -> WebURL {
        guard let local = WebURL(origin), local.path == "/", local.query == nil else {
            throw SimulationError(.invalidURL, "\(origin) is no origin such as http://127.0.0.1:8080")
        }
        return local
    }

    /// Where to send a request for this URL. `wss` becomes `ws` where the server itself speaks plain HTTP.
    func destination(of url: WebURL) -> Destination {
        guard let server = self.servers[url.origin] else { return Destination(url: url, host: url.authority) }
        var target = url
        let isSecure = server.scheme == "https" || server.scheme == "wss"
        let isWebSocket = url.scheme == "ws" || url.scheme == "wss"
        target.scheme = (isWebSocket ? "ws" : "http") + (isSecure ? "s" : "")
        target.authority = server.authority
        return Destination(url: target, host: url.authority)
    }
}
