// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct MemoryUseTests {
    @Test(arguments: [
        ("268435456\n", 268_435_456), ("max\n", nil), ("9223372036854771712\n", nil), ("", nil), ("-1", nil),
        ("12x", nil), ("99999999999999999999999", nil),
    ])
    func readsALimitAsTheKernelWritesIt(_ text: String, _ limit: Int?) {
        #expect(MemoryUse.bytes(text).flatMap { $0 >= 0 ? $0 : nil } == limit)
    }

    @Test(arguments: [("1000 250 30 4 0 100 0\n", 250), ("1000", nil), ("", nil), ("a b c", nil)])
    func readsResidentPages(_ text: String, _ pages: Int?) {
        #expect(MemoryUse.pages(text) == pages)
    }

    @Test func looksForLimitsInItsGroupAndAllAbove() {
        #expect(
            MemoryUse.places("0::/system.slice/calls.service\n") == [
                "/sys/fs/cgroup/system.slice/calls.service/memory.max", "/sys/fs/cgroup/system.slice/memory.max",
                "/sys/fs/cgroup/memory.max",
            ]
        )
        #expect(MemoryUse.places("0::/\n") == ["/sys/fs/cgroup/memory.max"])
        #expect(
            MemoryUse.places("5:cpu,memory:/docker/x\n4:cpuset:/\n") == [
                "/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes",
                "/sys/fs/cgroup/memory/docker/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            ]
        )
        #expect(MemoryUse.places("0::/../other\n").last == "/sys/fs/cgroup/memory.max")
        #expect(MemoryUse.places("garbage\n::\n\n0").isEmpty)
    }

    @Test func theSmallestLimitCounts() throws {
        let files = [
            "/proc/self/statm": "100 10 1", "/proc/self/cgroup": "0::/a/b\n",
            "/sys/fs/cgroup/a/b/memory.max": "max\n", "/sys/fs/cgroup/a/memory.max": "4096000\n",
            "/sys/fs/cgroup/memory.max": "8192000\n",
        ]
        let use = try #require(MemoryUse.measure { files[$0] })
        #expect(use.limit == 4_096_000)
        #expect(use.resident >= 40_960)
        #expect(MemoryUse(resident: 5, limit: 10).share == 0.5)
        #expect(MemoryUse(resident: 5, limit: nil).share == nil)
        #expect(MemoryUse(resident: 5, limit: 0).share == nil)
        #expect(MemoryUse.measure { _ in nil } == nil)
    }

    #if os(Linux)
    @Test func measuresThisProcess() throws {
        let use = try #require(MemoryUse.measure())
        #expect(use.resident > 1 << 20)
    }
    #endif
}
