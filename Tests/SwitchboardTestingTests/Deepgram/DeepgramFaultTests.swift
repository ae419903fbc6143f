// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeepgramFaultTests {
    @Test(arguments: [
        ("drop=5s", DeepgramFault(.drop, after: .seconds(5))),
        ("refuse=429@3", DeepgramFault(.refuse(429, retryAfter: nil), scope: .connections(3...3))),
        ("refuse=429+7s@1..4", DeepgramFault(.refuse(429, retryAfter: .seconds(7)), scope: .connections(1...4))),
        ("stall=2s", DeepgramFault(.stall(.seconds(2)))),
        ("slow=500ms±200", DeepgramFault(.slow(.milliseconds(500)), jitter: .milliseconds(200))),
        ("close=1011/3s", DeepgramFault(.close(1011), after: .seconds(3))),
        ("garbage", DeepgramFault(.garbage)),
        ("half-open", DeepgramFault(.halfOpen)),
        ("rst=1.5s±1s", DeepgramFault(.reset, after: .milliseconds(1500), jitter: .seconds(1))),
        ("away=20s@30s", DeepgramFault(.away(.seconds(20)), scope: .time(.seconds(30)..<(.seconds(604_800))))),
        ("late=3s@1m..2m", DeepgramFault(.late(.seconds(3)), scope: .time(.seconds(60)..<(.seconds(120))))),
        ("deep=7", DeepgramFault(.deep(7))),
    ])
    func readsWhatIsWritten(text: String, fault: DeepgramFault) throws {
        #expect(try DeepgramFault(parsing: text) == fault)
        #expect(try DeepgramFault(parsing: fault.description) == fault)
    }

    @Test(arguments: [
        "no-answer", "slow-connect=2s", "mute", "slow-reading=4000", "binary", "huge", "wrong-channel", "hostile-words",
        "unknown-types", "duplicate", "reorder", "overlap", "missing-speech-final", "missing-utterance-end",
        "finalize-unanswered", "close-stream-unanswered", "cut=4000", "drop", "rst", "away=1s",
    ])
    func everyFaultSurvivesItsOwnText(text: String) throws {
        let fault = try DeepgramFault(parsing: text)
        #expect(try DeepgramFault(parsing: fault.description) == fault)
    }

    @Test(arguments: [
        "", "nonsense", "drop=", "drop=x", "refuse", "refuse=200", "refuse=429+", "close", "close=70000", "stall=-1s",
        "slow=1e9s", "garbage@", "garbage@0", "garbage@3..2", "garbage@2s..1s", "garbage@1..2..3", "drop=5s/", "=",
        "@1",
        "deep=0", "huge=-4", "drop=5s±", "slow=500ms±x",
    ])
    func refusesEverythingElse(text: String) {
        #expect(throws: SimulationError.self) { try DeepgramFault(parsing: text) }
    }

    @Test func aListMayHaveCommasAndSpaces() throws {
        let faults = try DeepgramFault.list(parsing: "drop=5s, refuse=429@3  stall=2s")
        #expect(faults.count == 3)
        #expect(try DeepgramFault.list(parsing: " ").isEmpty)
    }

    @Test func thousandsOfBrokenTextsAreRefusedOrRead() throws {
        var random = SeededGenerator(seed: 11)
        let alphabet = Array("drop=5s±/@.refuse429+\u{202E}\u{0}é msmute")
        for _ in 0..<5000 {
            let text = String(
                (0..<Int.random(in: 0...14, using: &random)).map { _ in
                    alphabet[Int.random(in: alphabet.indices, using: &random)]
                }
            )
            guard let fault = try? DeepgramFault(parsing: text) else { continue }
            #expect(try DeepgramFault(parsing: fault.description) == fault)
        }
    }
}
