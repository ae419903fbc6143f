// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SwitchboardTesting

struct RelayVoiceTests {
    private func say(
        _ voice: inout RelayVoice,
        _ token: String,
        isLast: Bool = true,
        isPreemptible: Bool = false
    ) -> [String] {
        guard
            let sound = voice.take(token, isLast: isLast, interruptible: .any, isPreemptible: isPreemptible)
        else { return [] }
        return voice.pieces(of: sound).map(\.mark)
    }

    @Test func tellsWordByWordWhatWasHeard() {
        var voice = RelayVoice()
        let marks = self.say(&voice, "one two three")
        #expect(marks == ["1.3", "1.7", "1.13"])
        #expect(voice.reached("1.3") == [.started, .played("one")])
        #expect(voice.reached("1.3") == [])
        #expect(voice.reached("1.7") == [.played(" two")])
        #expect(voice.isBusy)
        #expect(voice.reached("1.13") == [.played(" three"), .finished("one two three")])
        #expect(!voice.isBusy)
    }

    @Test func joinsTokensAndWaitsForTheLast() {
        var voice = RelayVoice()
        #expect(self.say(&voice, "one ", isLast: false) == ["1.3", "1.4"])
        #expect(self.say(&voice, "two", isLast: false) == ["1.7"])
        #expect(voice.reached("1.7") == [.started, .played("one two")])
        #expect(self.say(&voice, "") == [])
        #expect(voice.takeFinished() == [.finished("one two")])
    }

    @Test func cutsAtTheLastWordThatWasHeard() {
        var voice = RelayVoice()
        _ = self.say(&voice, "one two three")
        _ = voice.reached("1.7")
        #expect(voice.cut() == "one two")
        #expect(voice.reached("1.13") == [] && !voice.isBusy)
    }

    @Test func isPreemptedOnlyWhereThatWasSaid() {
        var voice = RelayVoice()
        _ = self.say(&voice, "one")
        #expect(!voice.isPreempted)
        _ = voice.cut()
        _ = self.say(&voice, "one", isPreemptible: true)
        #expect(voice.isPreempted)
    }

    @Test(arguments: [
        ("ttsProvider", "Nobody"), ("transcriptionProvider", "Amazon"), ("voice", "Polly.Joanna"),
        ("interruptible", "perhaps"), ("reportInputDuringAgentSpeech", "x"), ("welcomeGreetingInterruptible", "y"),
    ])
    func refusesValuesThatTwilioRefuses(name: String, value: String) {
        var node = DocumentNode(name: "ConversationRelay")
        node.attributes = [name: value]
        let error = #expect(throws: DebuggerError.self) { try RelaySettings(node) }
        #expect(error?.code == 64_101)
    }
}
