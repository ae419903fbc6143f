// SPDX-License-Identifier: Apache-2.0

/// Where Deepgram is, and who asks.
public struct SpeakAccess: Sendable {
    /// Scheme, host and port without a slash at the end, `https:` or `http:`.
    let url: String
    /// The value of `Authorization`.
    let authorization: String

    /// Takes both as they are.
    public init(url: String, authorization: String) {
        self.url = url
        self.authorization = authorization
    }
}
