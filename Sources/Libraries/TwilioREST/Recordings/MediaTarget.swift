// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOHTTP1
import Twilio

/// Where a request for media was redirected to, if that is a place to fetch media from.
struct MediaTarget: Sendable {
    private let url: String

    /// Only TLS to the hosts that are allowed; a redirect can therefore not lead into one's own network.
    init?(_ location: String, endpoint: TwilioEndpoint, hosts: [String]) {
        if location.hasPrefix("/"), !location.hasPrefix("//") {
            // The same server, but still without the credentials: it has chosen this way.
            self.url = endpoint.description + location
            return
        }
        let bare = String(location.prefix { $0 != "?" && $0 != "#" })
        guard location.utf8.count <= 4_096, let parsed = try? PublicURL(bare), parsed.isSecure,
            parsed.port ?? 443 == 443,
            !bare.dropFirst("https://".count).prefix(while: { $0 != "/" }).contains("@"),
            location.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let host = parsed.host.lowercased()
        guard hosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }) else { return nil }
        self.url = String(location.prefix { $0 != "#" })
    }

    func request(userAgent: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: self.url)
        request.headers.add(name: "Accept", value: "audio/*")
        request.headers.add(name: "User-Agent", value: userAgent)
        return request
    }
}
