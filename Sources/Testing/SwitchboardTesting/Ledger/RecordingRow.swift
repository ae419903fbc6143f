// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A recording as the REST API shows it, with its sound.
struct RecordingRow: Sendable {
    var sid: String
    var accountSid: String
    var callSid: String
    var conferenceSid: String?
    var status = "in-progress"
    var source: String
    var track = "both"
    var channels = 1
    var created = Date.now
    var updated = Date.now
    var started = Date.now
    /// Whole seconds; `nil` while it runs.
    var duration: Int?
    /// The WAV file; `nil` while it runs and after it was deleted.
    var media: [UInt8]?
}
