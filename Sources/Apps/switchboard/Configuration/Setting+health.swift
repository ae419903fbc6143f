// SPDX-License-Identifier: Apache-2.0

// How the server looks at what it depends on.
extension Setting {
    static let healthInterval = Setting(
        "HEALTH_INTERVAL_SECONDS",
        "health.intervalSeconds",
        .integer(1...60),
        default: "2",
        "seconds between two looks at each thing the server depends on"
    )
    static let healthDeadline = Setting(
        "HEALTH_DEADLINE_SECONDS",
        "health.deadlineSeconds",
        .integer(1...30),
        default: "2",
        "seconds after which such a look is late"
    )
    static let healthDiskWarning = Setting(
        "HEALTH_DISK_WARN_MB",
        "health.diskWarnMb",
        .integer(0...1_000_000),
        default: "1024",
        "free MiB of the data directory below which the disk is degraded"
    )
    static let healthDiskMinimum = Setting(
        "HEALTH_DISK_MIN_MB",
        "health.diskMinMb",
        .integer(0...1_000_000),
        default: "128",
        "free MiB below which the disk counts as full and new calls are sent elsewhere; 0 never does"
    )
    static let healthTwilio = Setting(
        "HEALTH_TWILIO_SECONDS",
        "health.twilioSeconds",
        .integer(0...86_400),
        default: "60",
        "seconds between two questions to Twilio's API whether it answers; 0 asks none and goes by what calls meet"
    )

    static let health: [Setting] = [
        .healthInterval, .healthDeadline, .healthDiskWarning, .healthDiskMinimum, .healthTwilio,
    ]
}
