// SPDX-License-Identifier: Apache-2.0

import InMemoryLogging
import Logging
import Resilience
import SwitchboardTesting
import Testing

@testable import GatewayHTTP

struct RefusalLogTests {
    private let logs = InMemoryLogHandler()
    private let clock = ManualClock()

    private var logger: Logger { Logger(label: "test") { [logs] _ in logs } }

    private func refuse(_ reason: String, _ refusals: RefusalLog, times: Int = 1) {
        for _ in 0..<times { refusals.tell("refused", reason, to: self.logger) { ["refusal.mend": "mend it"] } }
    }

    private var told: [[String: String]] { self.logs.entries.map { $0.metadata.mapValues { "\($0)" } } }

    @Test func tellsTheFirstAndSumsUpTheRest() {
        let refusals = RefusalLog(clock: self.clock)
        self.refuse("wrong_key", refusals, times: 1_000)
        #expect(self.told.count == 3)
        #expect(self.told.allSatisfy { $0["refusal.repeated"] == nil && $0["refusal.mend"] == "mend it" })
        self.clock.advance(by: .seconds(10))
        self.refuse("wrong_key", refusals, times: 5)
        #expect(self.told.count == 4)
        #expect(self.told.last?["refusal.repeated"] == "997")
        self.clock.advance(by: .seconds(10))
        self.refuse("wrong_key", refusals)
        #expect(self.told.last?["refusal.repeated"] == "4")
    }

    @Test func oneKindDoesNotHideAnother() {
        let refusals = RefusalLog(clock: self.clock)
        self.refuse("wrong_key", refusals, times: 1_000)
        self.refuse("too_large", refusals)
        #expect(self.told.last?["refusal.reason"] == "too_large")
    }

    @Test func aStormOfEveryKindIsFewerThanTenLinesASecond() {
        let refusals = RefusalLog(clock: self.clock)
        var most = 0
        for _ in 0..<60 {
            let before = self.told.count
            for kind in 0..<40 { self.refuse("kind_\(kind)", refusals, times: 25) }
            most = max(most, self.told.count - before)
            self.clock.advance(by: .seconds(1))
        }
        #expect(most < 10)
        // What was not told is told of later, in one figure.
        let summed = self.told.compactMap { $0["refusal.repeated"].flatMap { Int($0) } }.reduce(0, +)
        #expect(summed + self.told.count > 30_000)
    }

    @Test func kindsAreBounded() {
        var bounds = RefusalLog.Bounds()
        bounds.kinds = 2
        bounds.all = RateLimit(1_000, per: .seconds(1), burst: 1_000)
        let refusals = RefusalLog(bounds, clock: self.clock)
        for kind in 0..<100 { self.refuse("kind_\(kind)", refusals) }
        // Two of their own, and three for all the others together.
        #expect(self.told.count == 5)
    }

    @Test func makesFactsOnlyForWhatIsTold() {
        let refusals = RefusalLog(clock: self.clock)
        var made = 0
        for _ in 0..<100 {
            refusals.tell("refused", "mismatch", to: self.logger) {
                made += 1
                return [:]
            }
        }
        #expect(made == 3)
    }
}
