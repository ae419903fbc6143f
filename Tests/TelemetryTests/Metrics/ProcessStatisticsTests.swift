// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Telemetry

/// The process as the kernel shows it.
struct ProcessStatisticsTests {
    private static let system = ProcessStatistics.System(ticks: 100, page: 4_096)
    /// proc(5): fields 1 to 26; the program is called `a) (b`.
    private static let line =
        "42 (a) (b) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 7 0 1000 3133440 390 18446744073709551615 9 9\n"

    @Test func readsWhatTheKernelWrites() throws {
        let statistics = try #require(ProcessStatistics(Self.line, bootTime: 1_700_000_000, system: Self.system))
        #expect(statistics.cpuSeconds == 3)
        #expect(statistics.threads == 7)
        #expect(statistics.startTime == 1_700_000_010)
        #expect(statistics.virtualBytes == 3_133_440)
        #expect(statistics.residentBytes == 390 * 4_096)
        #expect(statistics.samples.count == 5)
    }

    @Test func whatIsNotKnownIsLeftOut() throws {
        let statistics = try #require(ProcessStatistics(Self.line, bootTime: nil, system: Self.system))
        #expect(!statistics.samples.contains { $0.name == "process_start_time_seconds" })
    }

    @Test(arguments: ["", "42", "42 (a) S 1 2", "42 (a) S " + String(repeating: "x ", count: 40), ")"])
    func garbageIsNothing(_ text: String) {
        #expect(ProcessStatistics(text, bootTime: 1, system: Self.system) == nil)
    }

    @Test func findsWhenTheSystemStarted() {
        #expect(ProcessStatistics.bootTime("cpu 1 2\nbtime 1700000000\nprocesses 3\n") == 1_700_000_000)
        #expect(ProcessStatistics.bootTime("cpu 1 2\n") == nil)
    }

    #if os(Linux)
    @Test func measuresThisProcess() throws {
        let samples = ProcessMetrics.collect()
        #expect(Set(samples.map(\.name)) == Set(ProcessMetrics.metrics.map(\.name)))
        let values = Dictionary(samples.map { ($0.name, $0.value) }) { first, _ in first }
        #expect(try #require(values["process_resident_memory_bytes"]) > 1_048_576)
        #expect(try #require(values["process_open_fds"]) >= 3)
        #expect(try #require(values["process_start_time_seconds"]) > 1_700_000_000)
        #expect(samples.allSatisfy { $0.value > 0 })
    }
    #endif
}
