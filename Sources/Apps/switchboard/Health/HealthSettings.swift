// SPDX-License-Identifier: Apache-2.0

/// How the server looks at what it depends on.
struct HealthSettings: Sendable {
    /// From one look to the next.
    var interval = Duration.seconds(2)
    /// How long a look may take.
    var deadline = Duration.seconds(2)
    /// Free bytes of the data directory below which the disk is degraded.
    var diskWarning = 1_024 << 20
    /// Free bytes below which it counts as full.
    var diskMinimum = 128 << 20
    /// How often Twilio's API is asked; `nil` asks nothing and goes by what calls meet.
    var twilio: Duration? = .seconds(60)

    init() {}

    init(_ values: SettingValues) {
        self.interval = values.seconds(.healthInterval) ?? self.interval
        self.deadline = values.seconds(.healthDeadline) ?? self.deadline
        self.diskWarning = values.number(.healthDiskWarning).map { $0 << 20 } ?? self.diskWarning
        self.diskMinimum = values.number(.healthDiskMinimum).map { $0 << 20 } ?? self.diskMinimum
        if let seconds = values.number(.healthTwilio) { self.twilio = seconds > 0 ? .seconds(seconds) : nil }
    }
}
