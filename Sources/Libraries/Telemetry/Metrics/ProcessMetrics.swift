// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The process by the names that Prometheus' own libraries use ("Writing client libraries: process metrics"), read from
/// Linux's `/proc` (proc(5)). Where that is not there they are left out.
///
/// ```swift
/// registry.collect("process") { ProcessMetrics.collect() }
/// ```
public enum ProcessMetrics {
    /// What ``collect()`` measures; for the ``MetricCatalog``.
    public static let metrics: [MetricDescription] = [
        .counter("process_cpu_seconds_total", "Processor time the process has used, in user mode and in the kernel."),
        .gauge("process_resident_memory_bytes", "Memory of the process that is in RAM."),
        .gauge("process_virtual_memory_bytes", "Address space of the process."),
        .gauge("process_start_time_seconds", "When the process was started, since the Unix epoch."),
        .gauge("process_threads", "Threads of the process."),
        .gauge("process_open_fds", "File descriptors that are open; each connection is one."),
        .gauge("process_max_fds", "File descriptors that may be open."),
    ]

    /// Measures the process. Reads three files and a folder with an entry for each descriptor: not for an event loop.
    public static func collect() -> [MetricSample] {
        #if os(Linux)
        let system = ProcessStatistics.System(
            ticks: Double(sysconf(Int32(_SC_CLK_TCK))),
            page: Double(sysconf(Int32(_SC_PAGESIZE)))
        )
        let statistics = self.text("/proc/self/stat")
            .flatMap { ProcessStatistics($0, bootTime: self.bootTime, system: system) }
        return (statistics?.samples ?? []) + self.descriptors
        #else
        return []
        #endif
    }

    #if os(Linux)
    private static let bootTime = Self.text("/proc/stat").flatMap(ProcessStatistics.bootTime)

    private static var descriptors: [MetricSample] {
        var samples: [MetricSample] = []
        if let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            // One of them is the folder's own.
            samples.append(MetricSample("process_open_fds", Double(max(0, names.count - 1))))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            samples.append(MetricSample("process_max_fds", Double(limit.rlim_cur)))
        }
        return samples
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
    #endif
}
