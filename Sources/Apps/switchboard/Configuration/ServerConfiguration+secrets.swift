// SPDX-License-Identifier: Apache-2.0

extension ServerConfiguration {
    /// Everything in it that must never be shown.
    var secrets: [String] {
        self.authTokens + self.apiKeys + self.twilio.secrets + self.deepgram.secrets + self.storage.secrets
            + (self.traces?.secrets ?? [])
    }
}
