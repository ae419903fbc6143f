// SPDX-License-Identifier: Apache-2.0

/// Why a signature is wrong: which one change to the request, or to the configuration, would make it right.
///
/// It is for a log and for a person at a terminal, never for accepting a request, and it says nothing that must not be
/// logged: no signature, no token, no value of a parameter. A search costs at most what ``SignatureHints`` allow; on a
/// server run it for a few refused requests a minute, not for each.
///
/// ```swift
/// let diagnosis = validator.diagnosis(signature: header, target: target, content: .form(form), hints: hints)
/// logger.warning("webhook refused", metadata: ["refusal.mend": "\(diagnosis.mend)"])
/// ```
public struct SignatureDiagnosis: Hashable, Sendable {
    /// What a signature depends on, in the order in which it is searched.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// The header with the signature itself.
        case header
        /// The secret that signed.
        case token
        /// `https` or another.
        case scheme
        /// The name of the host, perhaps with scheme and port.
        case host
        /// The port.
        case port
        /// The path.
        case path
        /// User and password in the URL.
        case user
        /// What follows `#`.
        case fragment
        /// The query.
        case query
        /// The body or its fields.
        case body
    }

    /// The one thing that differs.
    public struct Difference: Hashable, Sendable {
        /// What differs.
        public let part: Part
        /// What the signature was made with.
        public let signed: String
        /// What it was checked with.
        public let checked: String
        /// What to do, in one sentence.
        public let mend: String
    }

    /// What was found.
    public enum Outcome: Hashable, Sendable {
        /// The signature is right.
        case valid
        /// One change makes it right.
        case explained(Difference)
        /// There was nothing to search with.
        case refused(SignatureVerdict)
        /// No single change that was tried makes it right.
        case unexplained
    }

    /// What was found.
    public let outcome: Outcome
    /// Which parts were searched.
    public let tried: [Part]
    /// How many signatures were computed.
    public let attempts: Int
    /// Whether the search ended because it reached its bound.
    public let isCutShort: Bool

    /// The difference, if one was found.
    public var difference: Difference? {
        if case .explained(let difference) = self.outcome { difference } else { nil }
    }

    /// What to do, in one sentence.
    public var mend: String {
        switch self.outcome {
        case .valid: return "None needed: the signature is right."
        case .explained(let difference): return difference.mend
        case .refused(let verdict): return Self.mend(verdict)
        case .unexplained:
            let parts = self.tried.map(\.rawValue).joined(separator: ", ")
            let bound = self.isCutShort ? " before the bound of the search was reached" : ""
            return "No single change of \(parts) makes the signature right\(bound): check the token and the public URL "
                + "against Twilio's console; the request may also be forged."
        }
    }

    private static func mend(_ verdict: SignatureVerdict) -> String {
        switch verdict {
        case .valid: "None needed."
        case .missingHeader: "Only Twilio calls this; a proxy in front must pass X-Twilio-Signature on."
        case .malformedHeader: "The header is no signature: somebody made it by hand, or something rewrites headers."
        case .malformedTarget: "The URL cannot be read: give it whole, beginning with its scheme."
        case .unknownAlgorithm: "The signature settings name an algorithm that is not known."
        case .unknownKey: "Configure the shared key that the signature settings name."
        case .noToken: "Configure the Auth Token of the account."
        case .mismatch: "Check the token and the public URL."
        case .missingBodyHash: "The body is no form, so its hash must be in the signed query, and it is not."
        case .bodyMismatch: "The body is not the one that was signed: nothing in between may change it."
        }
    }
}

extension SignatureDiagnosis: CustomStringConvertible {
    /// What differs and what to do, in one line.
    public var description: String {
        guard let difference = self.difference else { return self.mend }
        return "\(difference.part.rawValue): signed \(difference.signed), checked \(difference.checked). "
            + difference.mend
    }
}
