// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Logging
import NIOCore
import Twilio

/// The one line a refused request of Twilio's, or of somebody who would like to be Twilio, leaves: why, and the mend.
struct RefusalReport {
    let validator: SignatureValidator
    let head: HTTPRequest
    let content: SignedContent
    let remoteAddress: SocketAddress?

    func log(_ message: Logger.Message, _ verdict: SignatureVerdict, route: String, to logger: Logger) {
        logger.warning(
            message,
            metadata: [
                "http.route": "\(route)",
                "refusal.reason": "\(verdict.rawValue)",
                "refusal.mend": "\(self.mend(verdict))",
                "client.address": "\(self.remoteAddress?.ipAddress ?? "unknown")",
            ]
        )
    }

    private func mend(_ verdict: SignatureVerdict) -> String {
        switch verdict {
        case .valid: "none needed"
        case .missingHeader: "only Twilio calls this; a proxy in front must pass X-Twilio-Signature on"
        case .malformedHeader, .malformedTarget: "somebody made this request by hand, or a proxy rewrites requests"
        case .unknownAlgorithm, .unknownKey: "configure the shared key that the request names"
        case .noToken: "set TWILIO_AUTH_TOKEN"
        case .mismatch: self.mismatchMend
        case .missingBodyHash, .bodyMismatch: "a proxy must not change the body"
        }
    }

    /// Another address under which the signature is right is the address to configure.
    private var mismatchMend: String {
        let signature = self.head.headerFields[.xTwilioSignature]
        let found = self.validator.publicURL(
            among: self.candidates,
            matching: signature,
            target: self.head.path ?? "",
            content: self.content
        )
        if let found { return "would have matched with PUBLIC_URL=\(found)" }
        return "PUBLIC_URL is \(self.validator.publicURL); check it and TWILIO_AUTH_TOKEN against Twilio's console"
    }

    private var candidates: [PublicURL] {
        var hosts = [self.head.authority]
        hosts += HTTPField.Name("X-Forwarded-Host").map { [self.head.headerFields[$0]] } ?? []
        let own = self.validator.publicURL
        let port = own.port.map { ":\($0)" } ?? ""
        let texts =
            ["http://\(own.host)\(port)", "https://\(own.host)\(port)", "https://\(own.host)", "http://\(own.host)"]
            + hosts.compactMap(\.self).filter { $0.utf8.count <= 255 }.flatMap { ["https://\($0)", "http://\($0)"] }
        return texts.compactMap { try? PublicURL($0) }
    }
}
