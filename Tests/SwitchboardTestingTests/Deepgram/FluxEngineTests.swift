// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

/// The life of a connection to `/v2/listen`, in virtual time.
@Suite(.timeLimit(.minutes(1)))
struct FluxEngineTests {
    static let eager = EngineLine.fluxTarget + "&eager_eot_threshold=0.4"

    static func events(_ line: EngineLine) throws -> [String] {
        try line.messages.filter { $0.type == "TurnInfo" && $0.event != "Update" }.compactMap(\.event)
    }

    @Test func saysConnectedAtOnce() throws {
        let line = try EngineLine(EngineLine.fluxTarget)
        #expect(try line.messages.map(\.type) == ["Connected"])
        #expect(try line.messages.first?.sequenceId == 0)
        #expect(try line.messages.first?.requestId == line.model.report.requestID)
    }

    @Test func turnsBeginAndEndAndAreCounted() throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        for turn in 0..<3 {
            line.say((turn * 50 + 1)...(turn * 50 + 50))
            line.silence(.seconds(1))
        }
        line.wait(.seconds(1))
        #expect(
            try Self.events(line) == [
                "StartOfTurn", "EndOfTurn", "StartOfTurn", "EndOfTurn", "StartOfTurn", "EndOfTurn",
            ]
        )
        let ends = try line.messages.filter { $0.event == "EndOfTurn" }
        #expect(ends.map(\.turnIndex) == [0, 1, 2])
        #expect(ends.map(\.trigger) == ["model", "model", "model"])
        for (turn, end) in ends.enumerated() {
            #expect(end.heard.map(\.word) == (turn * 50 + 1...turn * 50 + 50).map(String.init))
            #expect((end.endOfTurnConfidence ?? 0) >= 0.7)
        }
        #expect(zip(ends, ends.dropFirst()).allSatisfy { $0.audioWindowEnd == $1.audioWindowStart })
    }

    @Test func everyMessageHasTheNextNumber() throws {
        var line = try EngineLine(Self.eager)
        line.say(1...200)
        line.silence(.seconds(1))
        line.wait(.seconds(1))
        let numbers = try line.messages.compactMap(\.sequenceId)
        #expect(numbers == Array(0..<numbers.count))
        // An update every quarter of a second.
        #expect(try line.messages.filter { $0.event == "Update" }.count == 20)
    }

    @Test func anEagerEndIsTakenBackOrConfirmed() throws {
        var line = try EngineLine(Self.eager)
        line.say(1...20)
        line.silence(.milliseconds(500))
        line.say(21...40)
        line.silence(.seconds(1))
        line.wait(.seconds(1))
        #expect(
            try Self.events(line) == ["StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EagerEndOfTurn", "EndOfTurn"]
        )
        let eager = try line.messages.last { $0.event == "EagerEndOfTurn" }
        let end = try line.messages.last { $0.event == "EndOfTurn" }
        #expect(eager?.text == end?.text)
        #expect(
            try line.messages.filter { ["StartOfTurn", "EagerEndOfTurn"].contains($0.event) }.allSatisfy {
                !$0.text.isEmpty
            }
        )
    }

    @Test func aThresholdOfOneEndsTurnsBySilenceAlone() throws {
        var line = try EngineLine(EngineLine.fluxTarget + "&eot_threshold=1.0&eot_timeout_ms=3000")
        line.say(1...20)
        line.silence(.milliseconds(2900))
        #expect(try Self.events(line) == ["StartOfTurn"])
        line.silence(.milliseconds(200))
        line.wait(.seconds(1))
        #expect(try line.messages.last { $0.event == "EndOfTurn" }?.trigger == "timeout")
    }

    @Test func turnsDoNotEndWithoutAudio() throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        line.say(1...20)
        line.wait(.seconds(30))
        #expect(try Self.events(line) == ["StartOfTurn"])
    }

    @Test func forceEndTurnEndsOneOrWarns() throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        line.send(#"{"type":"ForceEndTurn"}"#)
        line.say(1...20)
        line.send(#"{"type":"ForceEndTurn"}"#)
        line.wait(.seconds(1))
        #expect(try line.messages.first { $0.type == "Warning" }?.code == "FORCE_END_TURN_NO_ACTIVE_TURN")
        let end = try #require(try line.messages.last { $0.event == "EndOfTurn" })
        #expect(end.trigger == "manual")
        #expect(end.heard.map(\.word) == (1...20).map(String.init))
    }

    @Test func configureChangesThresholdsOrRefuses() throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        line.send(#"{"type":"Configure","thresholds":{"eot_threshold":0.9},"keyterms":["x"]}"#)
        line.wait(.seconds(1))
        line.send(#"{"type":"Configure","thresholds":{"eager_eot_threshold":0.95}}"#)
        line.wait(.seconds(1))
        let answers = try line.messages.filter { $0.type.hasPrefix("Configure") }
        #expect(answers.map(\.type) == ["ConfigureSuccess", "ConfigureFailure"])
        #expect(answers.first?.keyterms == ["x"])
        #expect(answers.last?.code == "INVALID_THRESHOLD")
        line.say(1...20)
        line.silence(.milliseconds(880))
        #expect(try Self.events(line) == ["StartOfTurn"])
    }

    @Test func closeStreamTellsTheRestAndCloses() throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        line.say(1...33)
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(2))
        #expect(try line.messages.last?.heard.map(\.word) == (1...33).map(String.init))
        #expect(line.arrivals.last?.action == .close(code: 1000, reason: ""))
    }

    @Test(arguments: [#"{"type":"KeepAlive"}"#, #"{"type":"Finalize"}"#, "nonsense"])
    func commandsOfTheOtherVersionAreFatal(command: String) throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        line.send(command)
        line.wait(.seconds(1))
        #expect(try line.messages.last?.type == "Error")
        #expect(line.model.isOver)
    }

    @Test func pingsKeepItAliveAndSilenceEndsIt() throws {
        var line = try EngineLine(EngineLine.fluxTarget)
        for _ in 0..<4 {
            line.wait(.seconds(50))
            _ = line.model.receivePing(now: line.now)
        }
        #expect(!line.model.isOver)
        line.wait(.seconds(61))
        #expect(try line.messages.last?.code == "INACTIVE_CLIENT")
        #expect(line.model.report.closeCode == 1011)
    }
}
