// SPDX-License-Identifier: Apache-2.0

extension TwiMLValidator {
    mutating func checkBackground(_ place: Place) {
        guard place.elements.isEmpty, let name = place.node.name else { return }
        self.report(place, code: 14_300, "\(name) has no noun", mend: "say what it is about, or leave it out")
    }

    mutating func checkStream(_ place: Place) {
        if place.parent == "Stop" {
            guard (place.node.value(of: "name") ?? "").isEmpty else { return }
            return self.report(place, "the stream has no name", mend: "name it as it was named when it began")
        }
        if let url = place.node.value(of: "url") {
            self.checkWebSocketURL(place, url)
        } else if place.node.value(of: "connectorName") == nil {
            self.report(place, code: 31_923, "the stream has no URL", mend: "give one that begins with wss://")
        }
        if place.parent == "Connect", let track = place.node.value(of: "track"), track != "inbound_track" {
            let mend = "leave the track out, or listen to both with Start"
            self.report(place, code: 31_941, "Connect carries only inbound_track", mend: mend)
        }
        self.checkAbsolute(place, "statusCallback")
    }

    mutating func checkRelay(_ place: Place) {
        self.checkWebSocketURL(place, place.node.value(of: "url") ?? "", allowsQuery: true)
        self.checkShare(place, "eotThreshold", 0.5...0.9)
        self.checkShare(place, "eagerEotThreshold", 0.3...0.9)
        self.range(place, "speechTimeout", 600...5_000)
    }

    /// A WebSocket over TLS; Twilio drops the query of a stream's URL and hides with it whatever it was to say.
    private mutating func checkWebSocketURL(_ place: Place, _ url: String, allowsQuery: Bool = false) {
        if let scheme = Self.scheme(of: url) {
            if scheme != "wss" { self.report(place, code: 31_922, "the scheme is not wss", mend: "begin with wss://") }
        } else if url.isEmpty {
            self.report(place, code: 31_923, "there is no URL", mend: "give one that begins with wss://")
        } else if self.delivery == .inline {
            self.report(
                place,
                code: 15_004,
                "an inline document has no address to start from",
                mend: "make url absolute"
            )
        }
        if !allowsQuery, url.contains("?") {
            self.report(place, "Twilio drops the query of a stream's URL", mend: "use the path or a Parameter")
        }
    }

    private mutating func checkShare(_ place: Place, _ name: String, _ range: ClosedRange<Double>) {
        guard let value = place.node.value(of: name).flatMap({ Double($0) }), !range.contains(value) else { return }
        self.report(place, "\(name) is \(value)", mend: "make it \(range.lowerBound) to \(range.upperBound)")
    }
}
