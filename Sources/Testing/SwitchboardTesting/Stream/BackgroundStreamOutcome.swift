// SPDX-License-Identifier: Apache-2.0

/// What a background stream leaves behind.
struct BackgroundStreamOutcome: Sendable {
    var report: StreamReport
    var violations: [Violation] = []
    /// What `stream-error` says; `nil` if the stream ended in good order.
    var error: String?
}
