// SPDX-License-Identifier: Apache-2.0

/// What the rest of Twilio may tell a running call to do.
enum CallOrder: Sendable {
    /// Stop whatever runs and go on with this document.
    case redirect(CallRun.DocumentRequest)
    /// Stop whatever runs and end.
    case end(CallEnding)
}
