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

    /// What to change where the limit is in the way, for the log.
    var mend: String {
        switch self {
        case .voiceWebhooks: "if these are your calls, raise RATE_LIMIT_VOICE"
        case .caller: "if one number may call so often, raise RATE_LIMIT_CALLER"
        case .streams: "if these are your calls, raise RATE_LIMIT_STREAMS"
        case .failedSignatures: "see the lines before for what would make the signatures right, or block the client"
        case .operatorReads: "ask less often, or raise RATE_LIMIT_READS"
        case .operatorControl: "ask less often, or raise RATE_LIMIT_CONTROL"
        case .failedKeys: "use one of API_KEYS and wait a minute, or block the client"
        }
    }
}
