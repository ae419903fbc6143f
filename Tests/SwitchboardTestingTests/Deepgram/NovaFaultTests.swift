// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

/// What the engine does when something is wrong, with the client or with itself, in virtual time.
@Suite(.timeLimit(.minutes(1)))
struct NovaFaultTests {
    @Test func anIdleClientIsTold() throws {
        var line = try EngineLine()
        line.say(1...50)
        line.silence(.seconds(1))
        let spoken = line.now
        line.wait(.seconds(30))
        let messages = try line.messages
        #expect(messages.last?.type == "Metadata")
        #expect(messages.last?.sha256 == "incomplete")
        guard case .close(let code, let reason) = line.arrivals.last?.action else {
            Issue.record("no close")
            return
        }
        #expect(code == 1011)
        #expect(reason.contains("did not receive audio data or a text message") && reason.hasSuffix("net0001"))
        #expect(reason.utf8.count <= 123)
        let idle = try #require(line.arrivals.last).at - spoken
        #expect((Duration.milliseconds(9900)...(.seconds(10))).contains(idle))
        #expect(line.model.report.violations.map(\.kind) == [.idle])
    }

    @Test func keepAliveBridgesAnyGapAndDoesNotMoveTheClock() throws {
        var line = try EngineLine()
        line.say(1...50)
        for _ in 0..<20 {
            line.wait(.seconds(9))
            line.send(#"{"type":"KeepAlive"}"#)
        }
        line.say(51...100)
        line.silence(.seconds(1))
        #expect(try line.words == (1...100).map(String.init))
        #expect(line.close == nil)
        #expect(try #require(try line.finals.last).end < 4)
    }

    @Test func keepAliveDoesNotSaveAConnectionWithoutAudio() throws {
        var line = try EngineLine()
        for _ in 0..<4 {
            line.wait(.seconds(3))
            line.send(#"{"type":"KeepAlive"}"#)
        }
        guard case .close(1011, _) = line.close else {
            Issue.record("still open")
            return
        }
        #expect(line.model.report.violations.map(\.kind) == [.noAudio])
    }

    @Test func pingsDoNotKeepItAlive() throws {
        var line = try EngineLine()
        line.say(1...10)
        for _ in 0..<6 {
            line.wait(.seconds(2))
            _ = line.model.receivePing(now: line.now)
        }
        #expect(line.model.isOver)
    }

    @Test func textThatIsNoCommandIsAnsweredWithAnError() throws {
        for text in ["", "{", "null", "[]", "{\"type\":7}", "{\"kind\":\"Finalize\"}", "{\"type\":\"Dance\"}", "\u{0}"]
        {
            var line = try EngineLine()
            line.send(text)
            line.wait(.seconds(1))
            let error = try #require(try line.messages.first, "\(text)")
            #expect(error.type == "Error")
            #expect(error.variant == "SchemaError")
            #expect(error.message == text)
            #expect(!line.model.isOver)
        }
    }

    @Test func keepAliveAsBinaryIsAudioAndNoted() throws {
        var line = try EngineLine()
        line.send(audio: Array(#"{"type":"KeepAlive"}"#.utf8))
        #expect(line.model.report.audioBytes == 20)
        #expect(line.model.report.violations.map(\.kind) == [.keepAliveAsBinary])
    }

    @Test(arguments: ["RIFF", "OggS", "fLaC", "ID3"])
    func containersAreNotDecodable(magic: String) throws {
        var line = try EngineLine()
        line.send(audio: Array(magic.utf8) + [UInt8](repeating: 0, count: 100))
        guard case .close(1008, let reason) = line.close else {
            Issue.record("still open")
            return
        }
        #expect(reason.contains("data0000"))
    }

    @Test func configureReplacesKeytermsOneAtATime() throws {
        var line = try EngineLine()
        line.say(1...10)
        line.send(#"{"type":"Configure","keyterms":["a","b c"]}"#)
        line.send(#"{"type":"Configure","keyterms":["d"]}"#)
        line.wait(.seconds(1))
        let many = (0...500).map { "\"t\($0)\"" }.joined(separator: ",")
        line.send(#"{"type":"Configure","keyterms":[\#(many)]}"#)
        line.wait(.seconds(1))
        line.send(#"{"type":"Configure","features":{"numerals":true}}"#)
        line.wait(.seconds(1))
        let answers = try line.messages.filter { $0.type.hasPrefix("Configure") }
        #expect(
            answers.map { $0.code ?? $0.type } == [
                "ConfigureSuccess", "CONFIGURE_ALREADY_PENDING", "CONFIGURE_KEYTERM_LIMIT_EXCEEDED", "ConfigureSuccess",
            ]
                || answers.map { $0.code ?? $0.type } == [
                    "CONFIGURE_ALREADY_PENDING", "ConfigureSuccess", "CONFIGURE_KEYTERM_LIMIT_EXCEEDED",
                    "ConfigureSuccess",
                ]
        )
    }

    @Test func twoChannelsAreHeardApart() throws {
        let left = NumberedSpeech.audio(1...50)
        let right = NumberedSpeech.audio(101...150)
        let both = zip(left, right).flatMap { [$0, $1] } + [UInt8](repeating: 0xFF, count: 16_000)
        let target = EngineLine.target.replacing("channels=1", with: "channels=2&multichannel=true")
        var line = try EngineLine(target) { $0.burst = .seconds(60) }
        line.send(audio: Array(both.prefix(5001)))
        line.send(audio: Array(both.dropFirst(5001)))
        line.send(#"{"type":"Finalize","channel":1}"#)
        line.wait(.seconds(2))
        let finals = try line.finals
        for (channel, first) in [(0, 1), (1, 101)] {
            let words = finals.filter { $0.channelIndex == [channel, 2] }.flatMap { $0.heard.map(\.word) }
            #expect(words == (first..<first + 50).map(String.init))
        }
        #expect(finals.filter { $0.fromFinalize == true }.allSatisfy { $0.channelIndex == [1, 2] })
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(2))
        #expect(line.model.report.isComplete)
    }

    @Test func hearsSixteenBitAudio() throws {
        let pcm = NumberedSpeech.audio([3, 700, 4000]).flatMap { code -> [UInt8] in
            let sample = UInt16(bitPattern: Self.linear(code))
            return [UInt8(sample & 0xFF), UInt8(sample >> 8)]
        }
        var line = try EngineLine(EngineLine.target.replacing("mulaw", with: "linear16"))
        line.send(audio: Array(pcm.prefix(333)))
        line.send(audio: Array(pcm.dropFirst(333)))
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(2))
        #expect(try line.words == ["3", "700", "4000"])
    }

    /// ITU-T G.711, from the formula and not from our tables.
    private static func linear(_ code: UInt8) -> Int16 {
        let inverted = Int(~code)
        let magnitude = (((inverted & 15) << 3) + 132) << ((inverted >> 4) & 7)
        return Int16(inverted & 128 != 0 ? 132 - magnitude : magnitude - 132)
    }

    // MARK: Faults

    @Test func closesInMidWord() throws {
        var line = try EngineLine(faults: "close=1012/2s")
        line.say(1...400)
        #expect(line.close == .close(code: 1012, reason: ""))
        let at = try #require(line.arrivals.last).at
        #expect((Duration.seconds(2)...(.milliseconds(2100))).contains(at))
        #expect(line.model.isOver)
    }

    @Test(arguments: [
        ("drop=3s", DeepgramEngineAction.drop), ("rst=3s", .reset), ("half-open=3s", .freeze), ("away=9s@3s", .reset),
    ])
    func endsAtItsTime(fault: String, action: DeepgramEngineAction) throws {
        var line = try EngineLine(faults: fault)
        line.say(1...300)
        #expect(line.arrivals.last?.action == action)
        #expect(line.arrivals.last?.at == .seconds(3))
        #expect(line.model.nextDeadline == nil)
    }

    @Test func aStallDelaysEverythingAndLosesNothing() throws {
        var line = try EngineLine(faults: "stall=3s/1s")
        line.say(1...200)
        line.silence(.seconds(1))
        line.wait(.seconds(8))
        #expect(!line.arrivals.contains { (Duration.milliseconds(1001)..<(.seconds(4))).contains($0.at) })
        #expect(try line.words == (1...200).map(String.init))
    }

    @Test func slowResultsKeepTheirOrder() throws {
        var line = try EngineLine(faults: "slow=2s±1s")
        line.say(1...500)
        line.silence(.seconds(1))
        line.wait(.seconds(8))
        #expect(try line.words == (1...500).map(String.init))
        let first = try #require(line.arrivals.first { $0.text?.contains("Results") == true })
        #expect(first.at >= .milliseconds(2200))
    }

    @Test func finalsComeTwice() throws {
        var line = try EngineLine(faults: "duplicate", seed: 3)
        line.say(1...1000)
        line.wait(.seconds(2))
        let starts = try line.finals.compactMap(\.start)
        #expect(Set(starts).count < starts.count)
    }

    @Test func messagesOvertakeOneAnother() throws {
        var line = try EngineLine(faults: "reorder", seed: 3)
        line.say(1...1000)
        line.wait(.seconds(5))
        let ends = try line.messages.filter(\.isResult).map(\.end)
        #expect(ends != ends.sorted())
        #expect(Set(try line.words).count == line.model.report.finalWords.count)
    }

    @Test func finalsComeLate() throws {
        var line = try EngineLine(faults: "late=3s")
        line.say(1...50)
        line.silence(.seconds(5))
        line.wait(.seconds(1))
        let final = try #require(line.arrivals.first { $0.text?.contains(#""is_final":true"#) == true })
        #expect(final.at > .milliseconds(4300))
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(6))
        #expect(line.arrivals.last?.action == .close(code: 1000, reason: ""))
        #expect(try line.words == (1...50).map(String.init))
    }

    @Test func wordsAreRepeatedAtTheSeams() throws {
        var line = try EngineLine(faults: "overlap")
        line.say(1...600)
        line.wait(.seconds(1))
        let words = try line.words
        #expect(words.count > Set(words).count)
    }

    @Test func finalizeAndCloseStreamGoUnanswered() throws {
        var line = try EngineLine(faults: "finalize-unanswered, close-stream-unanswered")
        line.say(1...50)
        line.send(#"{"type":"Finalize"}"#)
        line.wait(.seconds(3))
        #expect(try line.finals.allSatisfy { $0.fromFinalize != true })
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(5))
        #expect(line.close == nil)
        line.wait(.seconds(10))
        guard case .close(1011, _) = line.close else {
            Issue.record("still open")
            return
        }
    }

    @Test func aMuteConnectionSaysNothing() throws {
        var line = try EngineLine(faults: "mute")
        line.say(1...300)
        #expect(line.arrivals.isEmpty)
    }

    @Test func readsSlowly() throws {
        var line = try EngineLine(faults: "slow-reading=800")
        line.send(audio: NumberedSpeech.audio(1...5))
        #expect(line.arrivals.map(\.action) == [.setReading(false)])
        line.wait(.seconds(2))
        let again = line.arrivals.first { $0.action == .setReading(true) }
        #expect(again?.at == .seconds(1))
    }

    @Test func faultsOfATimeWindowComeAndGo() throws {
        var line = try EngineLine(faults: "missing-utterance-end, garbage@2s..4s")
        line.say(1...300)
        let garbage = line.arrivals.filter { arrival in
            arrival.text.map { (try? WireMessage($0)) == nil || $0.contains("e308") } == true
        }
        #expect(garbage.allSatisfy { (Duration.seconds(2)...(.milliseconds(4300))).contains($0.at) })
    }
}
