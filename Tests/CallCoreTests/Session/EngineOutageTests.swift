// SPDX-License-Identifier: Apache-2.0

import InMemoryLogging
import Logging
import NIOCore
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct EngineOutageTests {
    @Test func leavesOneLineWhenItBeginsAndOneWhenItIsOver() {
        let handler = InMemoryLogHandler()
        let logger = Logger(label: "test") { _ in handler }
        var outage = EngineOutage()
        let start = NIODeadline.uptimeNanoseconds(5_000_000_000)
        let begins = [outage.begin("ears", at: start, logger), outage.begin("ears", at: start + .seconds(1), logger)]
        #expect(begins == [true, false])
        #expect(outage.isGoingOn)
        let ends = [
            outage.end(at: start + .milliseconds(2_500), logger), outage.end(at: start + .seconds(9), logger),
        ]
        #expect(ends == [true, false])
        #expect(!outage.isGoingOn)
        let entries = handler.entries
        #expect(entries.map(\.level) == [.warning, .notice])
        #expect(entries.map(\.message) == ["recogniser cannot be reached", "recogniser is back"])
        #expect(entries.last?.metadata["away.seconds"] == "2.5")
        #expect(entries.allSatisfy { $0.metadata["engine"] == "ears" })
    }

    @Test func isCountedOnceThoughTheEngineNeverComesBack() {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var outage = EngineOutage()
        let start = NIODeadline.uptimeNanoseconds(0)
        let before = outage.settle(at: start)
        _ = outage.begin("ears", at: start, logger)
        let settled = [outage.settle(at: start + .seconds(3)), outage.settle(at: start + .seconds(4))]
        #expect(before == nil)
        #expect(settled == [.seconds(3), nil])
        let ends = outage.end(at: start + .seconds(5), logger)
        #expect(!ends)
    }
}
