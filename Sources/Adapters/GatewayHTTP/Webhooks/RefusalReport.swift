// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Logging
import NIOCore
import Resilience
import Twilio

/// The one line a refused request of Twilio's, or of somebody who would like to be Twilio, leaves: why, and the mend.
struct RefusalReport {
    let validator: SignatureValidator
    let head: HTTPRequest
    let content: SignedContent
    let remoteAddress: SocketAddress?
    /// A search costs up to a thousand signatures: only so many are explained, the others get a word.
    let explanations: RateLimiter

    func log(
        _ message: Logger.Message,
        _ verdict: SignatureVerdict,
        route: String,
        in refusals: RefusalLog,
        to logger: Logger
    ) {
        refusals.tell(message, verdict.rawValue, at: .warning, to: logger) { self.facts(verdict, route) }
    }

    private func facts(_ verdict: SignatureVerdict, _ route: String) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "http.route": "\(route)",
            "client.address": "\(self.remoteAddress?.ipAddress ?? "unknown")",
        ]
        if verdict == .missingHeader {
            metadata["refusal.mend"] = "only Twilio calls this; a proxy in front must pass X-Twilio-Signature on"
        } else if self.explanations.take().isAllowed {
            let diagnosis = self.diagnosis
            metadata["refusal.mend"] = "\(diagnosis.mend)"
            metadata["refusal.differs"] = diagnosis.difference.map { "\($0.part.rawValue)" }
        } else {
            metadata["refusal.mend"] = "too many to explain each; see the lines before"
        }
        return metadata
    }

    /// Which one change would have made the signature right. It names neither signatures nor tokens nor values.
    private var diagnosis: SignatureDiagnosis {
        let fields = self.head.headerFields.lazy.map { (name: $0.name.rawName, value: $0.value) }
        var hints = SignatureHints(headers: fields)
        if let authority = self.head.authority { hints.hosts.append(authority) }
        return self.validator.diagnosis(
            signature: self.head.headerFields[.xTwilioSignature],
            settings: self.head.headerFields[.xTwilioSignatureSettings],
            target: self.head.path ?? "",
            content: self.content,
            hints: hints
        )
    }
}
