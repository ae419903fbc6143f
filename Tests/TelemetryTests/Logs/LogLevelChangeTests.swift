// SPDX-License-Identifier: Apache-2.0

import Logging
import SwitchboardTesting
import Telemetry
import Testing

/// Levels that change while loggers log.
@Suite struct LogLevelChangeTests {
    private let output = LogOutput(format: .json, levels: LogLevels(.info, labels: ["b": .error])) { _ in true }

    private func logger(_ label: String) -> Logger { Logger(label: label) { [output] in output.handler(label: $0) } }

    @Test func loggersFollowTheOutput() throws {
        let (one, other) = (self.logger("a"), self.logger("b"))
        self.output.use(try LogLevels("warning,a=debug"))
        #expect(one.logLevel == .debug)
        #expect(other.logLevel == .warning)
        #expect(self.logger("c").logLevel == .warning)
        #expect(self.logger("a.part").logLevel == .debug)
        #expect(self.output.levels.description == "warning,a=debug")
    }

    @Test func aLevelThatWasSetByHandStays() throws {
        var logger = self.logger("a")
        let other = logger
        logger.logLevel = .critical
        self.output.use(LogLevels(.trace))
        #expect(logger.logLevel == .critical)
        #expect(other.logLevel == .trace)
    }

    @Test func anyNumberOfLabelsMayLog() {
        let loggers = (0..<5_000).map { self.logger("label-\($0)") }
        self.output.use(LogLevels(.debug))
        #expect(loggers[0].logLevel == .debug)
        // Beyond the bound they keep what they began with.
        #expect(loggers[4_999].logLevel == .info)
    }

    @Test func levelsAreReadAsTheyAreWritten() throws {
        for text in ["info", "warning,a=debug,b.c=trace"] { #expect(try LogLevels(text).description == text) }
        #expect(try LogLevels("warn,a=WARN") == LogLevels(.warning, labels: ["a": .warning]))
    }

    @Test func whatIsForAWhileGoesBackByItself() async throws {
        let clock = ManualClock()
        let control = LogLevelControl(self.output, clock: clock)
        control.set(LogLevels(.notice))
        control.set(LogLevels(.trace), for: .seconds(10))
        #expect(self.logger("a").logLevel == .trace)
        #expect(control.status == .init(levels: LogLevels(.trace), standing: LogLevels(.notice), left: .seconds(10)))
        let (returned, announce) = AsyncStream.makeStream(of: LogLevels.self)
        let running = Task { await control.run { announce.yield($0) } }
        for _ in 0..<9 { await self.pass(clock) }
        #expect(control.status.left == .seconds(1))
        #expect(self.logger("a").logLevel == .trace)
        await self.pass(clock)
        var iterator = returned.makeAsyncIterator()
        #expect(await iterator.next() == LogLevels(.notice))
        #expect(self.logger("a").logLevel == .notice)
        #expect(control.status == .init(levels: LogLevels(.notice), standing: LogLevels(.notice), left: nil))
        running.cancel()
        await running.value
    }

    private func pass(_ clock: ManualClock) async {
        await clock.waitForSleepers(1)
        clock.advance(by: .seconds(1))
    }

    @Test func whatIsSetForGoodEndsWhatWasForAWhile() {
        let control = LogLevelControl(self.output, clock: ManualClock())
        control.set(LogLevels(.trace), for: .seconds(10))
        control.set(LogLevels(.error))
        #expect(control.status == .init(levels: LogLevels(.error), standing: LogLevels(.error), left: nil))
    }

    @Test func aWhileIsBounded() {
        let control = LogLevelControl(self.output, clock: ManualClock())
        control.set(LogLevels(.trace), for: .seconds(1_000_000))
        #expect(control.status.left == .seconds(86_400))
        control.set(LogLevels(.trace), for: .zero)
        #expect(control.status.left == .seconds(1))
    }
}
