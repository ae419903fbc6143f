// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeepgramRecordTests {
    @Test func theRecordOfAttemptsIsBounded() throws {
        var service = try DeepgramServiceModelTests.service("refuse=503")
        service.settings.recordedConnections = 100
        for _ in 0..<1000 { _ = DeepgramServiceModelTests.connect(&service) }
        #expect(service.attemptCount == 1000)
        #expect((100...110).contains(service.attempts.count))
        #expect(service.attempts.last?.number == 1000)
    }

    @Test func theRecordOfWordsIsBounded() throws {
        var line = try EngineLine { $0.recordedWords = 100 }
        line.say(1...1000)
        line.silence(.seconds(1))
        line.wait(.seconds(1))
        #expect(line.model.report.finalWordCount == 1000)
        #expect(line.model.report.finalWords.last?.text == "1000")
        #expect(line.model.report.finalWords.count < 1000)
    }
}
