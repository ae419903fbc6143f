// SPDX-License-Identifier: Apache-2.0

/// What `X-Twilio-Webhooks-Signature-Settings` says: which key signed, and how.
struct SignatureSettings {
    /// `nil` when an algorithm is named that is not known.
    private(set) var algorithm: SignatureAlgorithm? = .hmacSHA1
    private(set) var key: String?

    /// Reads a header such as `key=…,algorithm=HMAC_SHA256`; none means HMAC-SHA1 with the Auth Token.
    init(headerValue: String?) {
        for item in (headerValue ?? "").split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1).map { part in
                String(part.drop { $0 == " " })
            }
            guard parts.count == 2 else { continue }
            switch parts[0].lowercased() {
            case "key": self.key = parts[1]
            case "algorithm": self.algorithm = Self.algorithm(named: parts[1].uppercased())
            default: break
            }
        }
    }

    private static func algorithm(named name: String) -> SignatureAlgorithm? {
        switch name {
        case "HMAC_SHA1": .hmacSHA1
        case "HMAC_SHA256": .hmacSHA256
        default: nil
        }
    }
}
