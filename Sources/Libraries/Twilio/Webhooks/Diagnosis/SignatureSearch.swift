// SPDX-License-Identifier: Apache-2.0

/// Looks for the one change that makes a signature right, within a bound of work.
struct SignatureSearch {
    typealias Part = SignatureDiagnosis.Part
    typealias Difference = SignatureDiagnosis.Difference

    let signature: [UInt8]
    let algorithm: SignatureAlgorithm
    let keys: [AuthToken]
    let address: SignedAddress
    let content: SignedContent
    let hints: SignatureHints
    /// The path of the public URL, which a mend repeats.
    let publicPath: String
    let parameters: SignedParameters
    private(set) var tried: [Part] = []
    private(set) var attempts = 0
    private(set) var isCutShort = false
    private var bytes = 0

    init(
        _ signature: [UInt8],
        _ algorithm: SignatureAlgorithm,
        keys: [AuthToken],
        address: SignedAddress,
        content: SignedContent,
        hints: SignatureHints,
        publicPath: String
    ) {
        self.signature = signature
        self.algorithm = algorithm
        self.keys = keys
        self.address = address
        self.content = content
        self.hints = hints
        self.publicPath = publicPath
        self.parameters = if case .form(let form) = content { SignedParameters(form) } else { .none }
    }

    /// Searches part after part, the cheap and likely ones first.
    mutating func difference() -> Difference? {
        for part in Part.allCases where part != .header {
            self.tried.append(part)
            if let difference = self.difference(in: part) { return difference }
            if self.isCutShort { return nil }
        }
        return nil
    }

    private mutating func difference(in part: Part) -> Difference? {
        switch part {
        case .header: nil
        case .token: self.token()
        case .scheme: self.scheme()
        case .host: self.host()
        case .port: self.port()
        case .path: self.path()
        case .user: self.user()
        case .fragment: self.fragment()
        case .query: self.query()
        case .body: self.body()
        }
    }

    /// Whether the request is signed as it stands.
    mutating func isSignedAsItIs() -> Bool {
        self.isSigned(self.address)
    }

    /// Whether the address, in any of its accepted spellings, is what was signed.
    mutating func isSigned(
        _ address: SignedAddress,
        _ parameters: SignedParameters? = nil,
        by keys: [AuthToken]? = nil
    ) -> Bool {
        for spelling in address.spellings {
            if self.isSigned(text: spelling, parameters ?? self.parameters, by: keys) { return true }
        }
        return false
    }

    mutating func isSigned(
        text: String,
        _ parameters: SignedParameters,
        by keys: [AuthToken]? = nil
    ) -> Bool {
        let data = Array(text.utf8) + parameters.bytes
        for key in keys ?? self.keys {
            guard self.attempts < self.hints.maximumAttempts, self.bytes + data.count <= self.hints.maximumBytes else {
                self.isCutShort = true
                return false
            }
            self.attempts += 1
            self.bytes += data.count
            if key.isSignature(self.signature, of: data, algorithm: self.algorithm) { return true }
        }
        return false
    }

    /// Fit for a log: printable ASCII and not long.
    static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(64).map { (0x20..<0x7F) ~= $0.value ? $0 : "?" }
        return String(String.UnicodeScalarView(scalars)) + (text.unicodeScalars.count > 64 ? "…" : "")
    }
}
