// SPDX-License-Identifier: Apache-2.0

/// How something is to be recorded, and who wants to know.
struct RecordingPlan: Sendable {
    var source: String
    var track = "both"
    var channels = 1
    var callback: String?
    var callbackMethod = WebhookMethod.post
    var callbackEvents: Set<String> = ["completed"]
}
