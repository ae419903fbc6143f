// SPDX-License-Identifier: Apache-2.0

/// What a rate limit is about; labels `switchboard_rate_limited_total`.
enum RateScope: String, Sendable, CaseIterable {
    case voiceWebhooks = "voice_webhooks"
    case caller
    case streams
    case failedSignatures = "failed_signatures"
    case operatorReads = "operator_reads"
    case operatorControl = "operator_control"
    case failedKeys = "failed_keys"
}
