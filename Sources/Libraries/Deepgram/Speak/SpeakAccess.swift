// SPDX-License-Identifier: Apache-2.0

/// Where Deepgram speaks, and who asks.
public struct SpeakAccess: Sendable {
    /// Where it is.
    let endpoint: DeepgramEndpoint
    /// The value of `Authorization`; `nil` for an installation of one's own that asks for none.
    let authorization: String?

    /// Takes both.
    public init(endpoint: DeepgramEndpoint = .deepgram, credential: DeepgramCredential?) {
        self.endpoint = endpoint
        self.authorization = credential?.authorization
    }
}
