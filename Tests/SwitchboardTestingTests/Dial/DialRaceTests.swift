// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@testable import SwitchboardTesting

struct DialRaceTests {
    private func story(_ race: DialRace) -> [String] {
        race.events.map { event in
            let what =
                switch event.kind {
                case .dialled: "dialled"
                case .rings: "rings"
                case .answers: "answers"
                case .ends(let status, _): status.rawValue
                }
            return "\(event.at.inSeconds) \(event.party) \(what)"
        }
    }

    @Test func allAtOnceUntilOneAnswers() {
        let callees: [SimulatedCallee] = [.human(after: .seconds(5)), .busy, .human(after: .seconds(3))]
        let race = DialRace(callees, timeout: .seconds(30), isSequential: false)
        #expect(
            self.story(race) == [
                "0.0 0 dialled", "0.0 0 rings", "0.0 1 dialled", "0.0 1 rings", "0.0 2 dialled", "0.0 2 rings",
                "1.0 1 busy", "3.0 0 canceled", "3.0 2 answers",
            ]
        )
    }

    @Test func oneAfterTheOtherUntilOneAnswers() {
        let callees: [SimulatedCallee] = [.failed, .noAnswer, .human(after: .seconds(3)), .human()]
        let race = DialRace(callees, timeout: .seconds(10), isSequential: true)
        #expect(
            self.story(race) == [
                "0.0 0 dialled", "1.0 0 failed", "1.0 1 dialled", "1.0 1 rings", "11.0 1 no-answer", "11.0 2 dialled",
                "11.0 2 rings", "14.0 2 answers",
            ]
        )
    }

    @Test func equalTimesGoToTheFirstNamed() {
        let race = DialRace([.human(), .human()], timeout: .seconds(10), isSequential: false)
        #expect(self.story(race).suffix(2) == ["2.0 1 canceled", "2.0 0 answers"])
    }

    @Test func nobodyAnswersInOneWord() {
        #expect(DialRace.status(of: [.failed, .busy, .noAnswer]) == .busy)
        #expect(DialRace.status(of: [.failed, .noAnswer]) == .noAnswer)
        #expect(DialRace.status(of: [.failed]) == .failed && DialRace.status(of: []) == .failed)
    }
}
