// SPDX-License-Identifier: Apache-2.0

/// What Twilio's debugger would show, and what a fallback URL is told as `ErrorCode`.
struct DebuggerError: Error, Sendable, Hashable {
    /// Twilio's number, see "Error and Warning Dictionary".
    var code: Int
    /// What happened, for the reader of the result.
    var message: String

    init(_ code: Int, _ message: String) {
        self.code = code
        self.message = message
    }
}
