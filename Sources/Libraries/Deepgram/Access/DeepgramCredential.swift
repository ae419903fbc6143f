// SPDX-License-Identifier: Apache-2.0

/// What opens Deepgram: an API key, or a token made with one that is good for some seconds.
///
/// Each has its own scheme of authorisation, and Deepgram refuses one with the other's. Neither is ever shown.
///
/// Source: developers.deepgram.com "Authenticating", "Token-Based Authentication".
public struct DeepgramCredential: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
        case key
        case token
    }

    private let kind: Kind
    private let secret: String

    private init(_ kind: Kind, _ secret: String) throws(DeepgramError) {
        guard !secret.isEmpty else { throw Self.refusal("is empty") }
        guard secret.utf8.count <= 8_192 else { throw Self.refusal("is too long to be one") }
        let scheme = secret.prefix { $0 != " " }.lowercased()
        if scheme != secret.lowercased(), ["token", "bearer"].contains(scheme) {
            throw Self.refusal("begins with a scheme: leave \"\(scheme.capitalisedASCII)\" out")
        }
        // A line break would let it write headers of its own.
        guard secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Self.refusal("has blanks, line breaks or letters that no credential has: copy it again")
        }
        self.kind = kind
        self.secret = secret
    }

    /// An API key.
    public static func key(_ text: String) throws(DeepgramError) -> DeepgramCredential {
        try DeepgramCredential(.key, text)
    }

    /// A token of `/v1/auth/grant`. It must be valid while a connection is being made, and not after.
    public static func token(_ text: String) throws(DeepgramError) -> DeepgramCredential {
        try DeepgramCredential(.token, text)
    }

    /// Finds out which of the two a text is: tokens are JSON Web Tokens (RFC 7519), keys are not.
    public init(_ text: String) throws(DeepgramError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        // A token's header is a JSON object, and `{"` begins with these three in Base64.
        let isToken = parts.count == 3 && text.hasPrefix("eyJ") && !parts.contains("")
        try self.init(isToken ? .token : .key, text)
    }

    /// Whether it is a token, which runs out.
    public var isToken: Bool { self.kind == .token }

    /// The value of `Authorization`.
    public var authorization: String { (self.isToken ? "Bearer " : "Token ") + self.secret }

    private static func refusal(_ fault: String) -> DeepgramError {
        DeepgramError(.invalidParameters, "The Deepgram credential \(fault).")
    }
}

extension DeepgramCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Which kind it is, and nothing of it.
    public var description: String { self.isToken ? "token (redacted)" : "key (redacted)" }

    /// As ``description``.
    public var debugDescription: String { self.description }

    /// Nothing of it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    fileprivate var capitalisedASCII: String { self.prefix(1).uppercased() + self.dropFirst() }
}
