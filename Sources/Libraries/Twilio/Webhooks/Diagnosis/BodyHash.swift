// SPDX-License-Identifier: Apache-2.0

/// What a body that is no form adds to a signature that is right: its hash must be the one in the query.
enum BodyHash {
    static func outcome(address: SignedAddress, content: SignedContent) -> SignatureDiagnosis.Outcome {
        switch SignatureValidator.bodyVerdict(target: address.target, content: content) {
        case .valid:
            return .valid
        case .bodyMismatch:
            guard case .body(let body) = content else { return .refused(.bodyMismatch) }
            return .explained(self.difference(body, address))
        case let verdict:
            return .refused(verdict)
        }
    }

    private static func difference(_ body: [UInt8], _ address: SignedAddress) -> SignatureDiagnosis.Difference {
        let lineFeed = UInt8(ascii: "\n")
        let candidates: [([UInt8], String)] = [
            (body + [lineFeed], "with a line end after it"), (body + [0x0D, lineFeed], "with a line end after it"),
            (Array(body.reversed().drop { $0 == lineFeed || $0 == 0x0D }.reversed()), "without a line end after it"),
            (body.filter { $0 != 0x0D }, "with lines that end in LF"),
            (body.flatMap { $0 == lineFeed ? [0x0D, lineFeed] : [$0] }, "with lines that end in CR LF"),
            (body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body, "without a byte order mark"),
            ([], "without a body"),
        ]
        let found = candidates.first {
            SignatureValidator.bodyVerdict(target: address.target, content: .body($0.0)) == .valid
        }
        return SignatureDiagnosis.Difference(
            part: .body,
            signed: found?.1 ?? "with another body",
            checked: "with \(body.count) bytes as they came",
            mend: "The body is not the one that was signed: check its bytes as they came, before anything parses them."
        )
    }
}
