// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeepgramServiceModelTests {
    static func service(_ faults: String = "", limit: Int = 150) throws -> DeepgramServiceModel {
        var settings = DeepgramServiceSettings()
        settings.listenLimit = limit
        return DeepgramServiceModel(settings, faults: try DeepgramFault.list(parsing: faults), seed: 3)
    }

    static func connect(_ service: inout DeepgramServiceModel, at now: Duration = .zero) -> DeepgramHandshake {
        let key = "Token \(service.settings.key)"
        return service.connect(to: EngineLine.target, authorization: key, now: now)
    }

    @Test func numbersAttemptsAndRemembersWhatBecameOfThem() throws {
        var service = try Self.service("refuse=503@2, no-answer@3")
        for second in 0..<4 { _ = Self.connect(&service, at: .seconds(second)) }
        #expect(service.attempts.map(\.outcome) == [.accepted, .refused(503), .unanswered, .accepted])
        #expect(service.attempts.map(\.number) == [1, 2, 3, 4])
        #expect(service.attempts.map(\.at) == (0..<4).map { .seconds($0) })
        #expect(service.open == [1, 4])
    }

    @Test func placesAreGivenBack() throws {
        var service = try Self.service(limit: 1)
        guard case .accepted(let model, _) = Self.connect(&service) else {
            Issue.record("refused")
            return
        }
        guard case .refused(let refusal, _) = Self.connect(&service) else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.status == 429)
        #expect(refusal.body.contains(refusal.requestID))
        service.ended(model.report.number)
        _ = Self.connect(&service)
        #expect(service.attempts.last?.outcome == .accepted)
        #expect(service.peak == 1)
    }

    @Test func isAwayForItsTime() throws {
        var service = try Self.service("away=20s@30s")
        for (second, isAway) in [(0, false), (29, false), (30, true), (49, true), (50, false)] {
            #expect(service.isAway(at: .seconds(second)) == isAway)
            _ = Self.connect(&service, at: .seconds(second))
            #expect((service.attempts.last?.outcome == .unreachable) == isAway)
        }
    }

    @Test(arguments: [
        nil, "", "Token", "Token ", "Basic dg-simulated-key", "dg-simulated-key", "Bearer dg-simulated-key",
    ])
    func refusesStrangers(authorization: String?) throws {
        var service = try Self.service()
        _ = service.connect(to: EngineLine.target, authorization: authorization, now: .zero)
        #expect(service.attempts.first?.outcome == .refused(401))
    }

    @Test func slowUpgradesAddUp() throws {
        var service = try Self.service("slow-connect=2s")
        guard case .accepted(_, let delay) = Self.connect(&service) else {
            Issue.record("refused")
            return
        }
        #expect(delay == .seconds(2))
    }

    @Test func connectionsOfOneServiceDiffer() throws {
        var service = try Self.service()
        var ids: Set<String> = []
        for _ in 0..<100 {
            guard case .accepted(let model, _) = Self.connect(&service) else { continue }
            ids.insert(model.report.requestID)
        }
        #expect(ids.count == 100)
    }

    /// A client in the simplest form: it sends again from where the finals ended.
    struct Replay {
        var words: [String] = []
        var place = 0
        var now: Duration = .zero

        mutating func run(_ model: inout DeepgramEngineModel, _ audio: [UInt8]) throws {
            let start = self.place
            var rest = audio[start...]
            while !model.isOver, self.now < .seconds(600) {
                let part = rest.prefix(160)
                rest = rest.dropFirst(part.count)
                var actions = part.isEmpty ? [] : model.receive(audio: part, now: self.now)
                self.now += .milliseconds(17)
                actions += model.advance(to: self.now)
                for case .send(let text) in actions { try self.take(WireMessage(text), from: start) }
                if self.place == audio.count { return }
            }
        }

        private mutating func take(_ message: WireMessage, from start: Int) throws {
            guard message.isSettled else { return }
            self.words += message.heard.map(\.word)
            self.place = start + Int((message.end * 8000).rounded())
        }
    }

    @Test func aClientThatSendsAgainWhatWasNotFinalHearsEveryWord() throws {
        // Every connection breaks after a few seconds.
        var service = try Self.service("rst=6s±2s")
        let audio = NumberedSpeech.audio(1...1000) + [UInt8](repeating: 0xFF, count: 2400)
        var replay = Replay()
        while replay.place < audio.count, service.attempts.count < 100 {
            guard case .accepted(var model, _) = Self.connect(&service, at: replay.now) else { break }
            try replay.run(&model, audio)
            service.ended(model.report.number)
        }
        #expect(service.attempts.count > 3)
        #expect(replay.words == (1...1000).map(String.init))
    }
}
