// SPDX-License-Identifier: Apache-2.0

/// A change of a running call that interrupts nothing.
enum CallChange: Sendable {
    case statusCallback(String, method: WebhookMethod)
    case fallback(String, method: WebhookMethod)
    case timeLimit(Duration)
}
