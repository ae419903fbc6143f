// SPDX-License-Identifier: Apache-2.0

extension SignatureSearch {
    /// Another secret signed, or a configured one has got something around it.
    mutating func token() -> Difference? {
        for secret in self.hints.secrets where self.isSigned(self.address, by: [secret.token]) {
            let name = Self.printable(secret.name)
            return Difference(
                part: .token,
                signed: "with \(name)",
                checked: "with the tokens for this request",
                mend: "The request is signed with \(name): give it as a token of the account that the request names."
            )
        }
        for (key, name) in self.keys.map({ ($0, "the token") }) + self.hints.secrets.map({ ($0.token, $0.name) }) {
            guard let bare = key.trimmed, self.isSigned(self.address, by: [bare]) else { continue }
            return Difference(
                part: .token,
                signed: "with \(Self.printable(name)) as it is",
                checked: "with blanks, quotes or a line end around it",
                mend: "Take the blanks, quotes or line ends away that stand around the configured token."
            )
        }
        return nil
    }
}
