// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension Problem {
    /// Kinds of refused requests that nothing but the answer tells of, and what to change where the answer does not say it.
    /// The others have told more where they were refused; and that there is nothing at an address, or that a call cannot be
    /// moved right now, is no refusal.
    private static let mends = [
        "method-not-allowed": "use a method that the answer's Allow field names",
        "bad-request": "send what docs/http.md describes",
        "too-large": "send a smaller body",
        "not-a-form": "send application/x-www-form-urlencoded",
        "not-json": "send application/json",
        "invalid-request": "send what docs/http.md describes",
        "destination-not-allowed": "add the prefix to ALLOWED_DESTINATIONS",
        "no-carrier": "set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
        "too-many-calls": "order fewer calls at once",
        "too-many-exports": "wait until an export is over",
        "upgrade-required": "open a WebSocket; a proxy in front must pass Upgrade and Connection on",
        "starting": "wait until the server listens",
        "shutting-down": "ask another server",
        "refused": "send what docs/http.md describes",
    ]

    /// What to change, for the log; `nil` where the refusal has been told already, or is none.
    var mend: String? {
        Self.mends[self.kind].map { self.detail ?? $0 }
    }

    /// The kind as the log and metrics write reasons.
    var reason: String { self.kind.replacing("-", with: "_") }
}
