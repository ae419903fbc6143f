// SPDX-License-Identifier: Apache-2.0

/// What `/proc/self/stat` says (proc(5)).
struct ProcessStatistics: Sendable, Equatable {
    /// The system's units.
    struct System: Sendable {
        /// Clock ticks a second.
        var ticks: Double
        /// Bytes of a page.
        var page: Double
    }

    let cpuSeconds: Double
    let threads: Double
    /// Since the Unix epoch; `nil` if nobody knows when the system was started.
    let startTime: Double?
    let virtualBytes: Double
    let residentBytes: Double

    /// Reads the file; `nil` if it is not what proc(5) describes. `bootTime` is in seconds since the Unix epoch.
    init?(_ text: String, bootTime: Double?, system: System) {
        // The second field is the program's name, in which anything may stand; the third follows the last parenthesis.
        guard system.ticks > 0, let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace).map { Double($0) }
        guard fields.count > 21, let user = fields[11], let kernel = fields[12], let threads = fields[17],
            let start = fields[19], let bytes = fields[20], let pages = fields[21]
        else { return nil }
        self.cpuSeconds = (user + kernel) / system.ticks
        self.threads = threads
        self.startTime = bootTime.map { $0 + start / system.ticks }
        self.virtualBytes = bytes
        self.residentBytes = pages * system.page
    }

    var samples: [MetricSample] {
        var samples = [
            MetricSample("process_cpu_seconds_total", self.cpuSeconds),
            MetricSample("process_resident_memory_bytes", self.residentBytes),
            MetricSample("process_virtual_memory_bytes", self.virtualBytes),
            MetricSample("process_threads", self.threads),
        ]
        if let startTime { samples.append(MetricSample("process_start_time_seconds", startTime)) }
        return samples
    }

    /// The line `btime` of `/proc/stat`: when the system was started, in seconds since the Unix epoch.
    static func bootTime(_ text: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }
}
