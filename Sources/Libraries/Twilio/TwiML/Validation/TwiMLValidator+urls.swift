// SPDX-License-Identifier: Apache-2.0

extension TwiMLValidator {
    /// Attributes that name a document or a callback.
    private static let callbacks: Set<String> = [
        "action", "url", "statusCallback", "statusCallbackUrl", "recordingStatusCallback", "partialResultCallback",
        "transcribeCallback", "amdStatusCallback", "waitUrl", "eventCallbackUrl", "referUrl", "clientNotificationUrl",
    ]

    mutating func checkURLs(_ place: Place) {
        let isWebSocket = place.node.name == "Stream" || place.node.name == "ConversationRelay"
        for attribute in place.node.attributes where Self.callbacks.contains(attribute.name) {
            if isWebSocket, attribute.name == "url" { continue }
            // Empty text has a meaning of its own: silence instead of music.
            if attribute.name == "waitUrl", attribute.value.isEmpty { continue }
            self.checkURL(place, attribute.name, attribute.value)
        }
        switch place.node.name {
        case "Redirect":
            self.checkURL(place, "the URL", place.node.plainText)
        case "Play" where !place.node.plainText.isEmpty:
            self.checkURL(place, "the URL", place.node.plainText)
        case "Recording":
            self.checkAbsolute(place, "recordingStatusCallback")
        default: break
        }
    }

    /// A callback that Twilio never resolves against the document; inline documents complain of it anyway.
    mutating func checkAbsolute(_ place: Place, _ name: String) {
        guard self.delivery == .fetched, let url = place.node.value(of: name), Self.scheme(of: url) == nil
        else { return }
        self.report(place, code: 15_004, "\(name) is relative", mend: "make it absolute")
    }

    private mutating func checkURL(_ place: Place, _ name: String, _ url: String) {
        switch Self.scheme(of: url) {
        case "http", "https": break
        case .some: self.report(place, code: 11_100, "\(name) is not an HTTP URL", mend: "begin with https://")
        case nil where self.delivery == .inline:
            self.report(
                place,
                code: 15_004,
                "an inline document has no address to start from",
                mend: "make \(name) absolute"
            )
        case nil: break
        }
    }

    /// The scheme in lower case; nil for a relative URL.
    static func scheme(of url: String) -> String? {
        guard let end = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<end.lowerBound]
        let isScheme =
            !scheme.isEmpty
            && scheme.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        return isScheme ? scheme.lowercased() : nil
    }
}
