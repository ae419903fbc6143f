// SPDX-License-Identifier: Apache-2.0

/// What `X-Twilio-Webhooks-Signature-Settings` says: which key signed, and how.
struct SignatureSettings {
    /// `nil` when an algorithm is named that is not known.
    private(set) var algorithm: SignatureAlgorithm? = .hmacSHA1
    private(set) var key: String?

    /// Reads a header such as `key=…,algorithm=HMAC_SHA256`; none means HMAC-SHA1 with the Auth Token.
    init(headerValue: String?) {
        guard let headerValue, !headerValue.isEmpty else { return }
        // A stranger's header: what is this long is none of Twilio's, and comparing texts of marks takes long.
        guard headerValue.utf8.count <= 512 else {
            self.algorithm = nil
            return
        }
        for item in headerValue.split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard parts.count == 2, !parts[1].isEmpty else { continue }
            switch parts[0].lowercased() {
            case "key": self.key = String(parts[1])
            case "algorithm": self.algorithm = Self.algorithm(named: parts[1].uppercased())
            default: break
            }
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" {
            text.removeLast()
        }
        return text
    }

    private static func algorithm(named name: String) -> SignatureAlgorithm? {
        switch name {
        case "HMAC_SHA1": .hmacSHA1
        case "HMAC_SHA256": .hmacSHA256
        default: nil
        }
    }
}
