// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// Whatever is put into whatever element, the document is well-formed and gives it back.
@Suite struct HostileDocumentTests {
    /// Draws elements of every kind and remembers what was put into them.
    private struct Author {
        var generator: SeededGenerator
        var written: [String] = []

        private static let pieces = [
            "]]>", "<![CDATA[", "&", "&amp;", "&#0;", "<", ">", "\"", "'", "<!--", "-->", "<?xml?>", "</Say>", "\0",
            "\u{1}",
            "\u{8}", "\u{B}", "\u{1F}", "\u{7F}", "\u{85}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{200B}",
            "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "\u{301}", "\u{1F600}", "\u{10FFFF}", "\u{1F468}\u{200D}\u{1F469}",
            "\r", "\n",
            "\r\n", "\t", " ", "a", "é", "%00", "\\u0000", "${x}",
        ]

        /// A text of hostile pieces; never empty, so that it leaves a trace.
        mutating func text() -> String {
            let count = Int.random(in: 1..<8, using: &self.generator)
            let text = (0..<count).map { _ in Self.pieces.randomElement(using: &self.generator)! }.joined()
            self.written.append(text)
            return text
        }

        mutating func parameter() -> Parameter { Parameter(name: self.text(), value: self.text()) }

        mutating func token<Token: TwiMLToken>(_: Token.Type = Token.self) -> Token { Token(rawValue: self.text()) }

        mutating func speech(depth: Int = 0) -> any SSMLElement {
            switch Int.random(in: 0..<(depth < 5 ? 9 : 5), using: &self.generator) {
            case 0: SSMLText(self.text())
            case 1: SSML.Break(strength: self.token())
            case 2: SSML.SayAs(self.text(), interpretation: self.token(), format: self.token())
            case 3: SSML.Phoneme(self.text(), alphabet: self.token(), pronunciation: self.text())
            case 4: SSML.Substitution(self.text(), alias: self.text())
            case 5: SSML.Emphasis(self.text(), level: self.token())
            case 6: SSML.Word(self.text(), role: self.text())
            case 7:
                SSML.Prosody(volume: self.token(), rate: self.token(), pitch: self.token()) {
                    [self.speech(depth: depth + 1), SSML.Break(), self.speech(depth: depth + 1)]
                }
            default: SSML.Language(language: self.token()) { [self.speech(depth: depth + 1)] }
            }
        }

        mutating func say() -> Say {
            // Between two pieces of text there is an element, so that they are read back one by one.
            Say(voice: self.token(), language: self.token()) { [self.speech(), SSML.Break(), self.speech()] }
        }

        mutating func dialNoun() -> any DialNoun {
            switch Int.random(in: 0..<9, using: &self.generator) {
            case 0: Number(self.text(), sendDigits: self.text(), url: self.text(), byoc: self.text())
            case 1: Client(self.text(), url: self.text())
            case 2: Client(self.text()) { [self.parameter(), self.parameter()] }
            case 3: Sip(self.text(), username: self.text(), password: self.text())
            case 4:
                Sip(headers: [SipHeader(name: self.text(), value: self.text())]) { SipUri(self.text(), priority: 1) }
            case 5: Queue(self.text(), reservationSid: self.text())
            case 6: Conference(self.text(), beep: self.token(), coach: self.text(), participantLabel: self.text())
            case 7: TwiMLApplication(self.text(), customerId: self.text()) { self.parameter() }
            default: WhatsApp(self.text(), statusCallback: self.text())
            }
        }

        mutating func connectNoun() -> any ConnectNoun {
            switch Int.random(in: 0..<7, using: &self.generator) {
            case 0: Stream(url: self.text(), name: self.text()) { self.parameter() }
            case 1:
                ConversationRelay(url: self.text(), welcomeGreeting: self.text(), voice: self.text()) {
                    RelayLanguage(code: self.token(), voice: self.text())
                    self.parameter()
                }
            case 2: VirtualAgent(connectorName: self.text()) { Config(name: self.text(), value: self.text()) }
            case 3: Room(self.text(), participantIdentity: self.text())
            case 4: Conversation(serviceInstanceSid: self.text(), url: self.text())
            case 5: AiSession(aiConnector: self.text(), aiSessionConfiguration: self.text())
            default: ConversationRelaySession(connector: self.text(), sessionConfiguration: self.text())
            }
        }

        mutating func startNoun() -> any StartNoun {
            switch Int.random(in: 0..<4, using: &self.generator) {
            case 0: Stream(url: self.text(), track: self.token())
            case 1: Siprec(name: self.text(), connectorName: self.text()) { self.parameter() }
            case 2: Recording(recordingStatusCallback: self.text(), channels: self.token())
            default: Transcription(name: self.text(), speechModel: self.text()) { self.parameter() }
            }
        }

        mutating func verb() -> any Verb {
            switch Int.random(in: 0..<18, using: &self.generator) {
            case 0: self.say()
            case 1: Play(self.text(), digits: self.text())
            case 2: Pause(length: .seconds(1))
            case 3: Gather(action: self.text(), finishOnKey: self.text(), speechModel: self.token()) { self.say() }
            case 4: Record(action: self.text(), finishOnKey: self.text(), transcribeCallback: self.text())
            case 5: Dial(action: self.text(), callReason: self.text()) { [self.dialNoun(), self.dialNoun()] }
            case 6: Enqueue(self.text(), action: self.text(), workflowSid: self.text())
            case 7: Enqueue(task: Enqueue.Task(self.text(), priority: 1))
            case 8: Redirect(self.text(), method: self.token())
            case 9: Hangup { self.parameter() }
            case 10: Leave()
            case 11: Echo()
            case 12: Refer(self.text(), action: self.text())
            case 13: Sms(self.text(), to: self.text(), from: self.text())
            case 14: Connect(action: self.text()) { self.connectNoun() }
            case 15: Start { [self.startNoun(), self.startNoun()] }
            case 16: Stop { Stream(name: self.text()) }
            default:
                Pay(description: self.text(), validCardTypes: [self.token()]) {
                    Prompt(purpose: self.token()) { [self.say(), self.say()] }
                    self.parameter()
                }
            }
        }
    }

    /// What XML 1.0 cannot carry comes back as U+FFFD; everything else as it was.
    private func carried(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar)
                    return isControl || [0xFFFE, 0xFFFF].contains(scalar.value) ? "\u{FFFD}" : scalar
                }
            )
        )
    }

    @Test(arguments: 0..<40) func givesEveryTextBack(seed: UInt64) throws {
        for round in 0..<25 {
            var author = Author(generator: SeededGenerator(seed: seed &* 1_000 &+ UInt64(round)))
            let verbs = (0..<4).map { _ in author.verb() }
            let response = Response { verbs }
            let tree = try #require(XMLTree.parse(response.document.bytes), "\(response.document)")
            let back = tree.strings.map { Array($0.utf8) }
            for text in author.written {
                #expect(back.contains(Array(self.carried(text).utf8)), "\(text.debugDescription)")
            }
            // The checks take anything as well, and say nothing of what they were given.
            for problem in response.problems(for: .inline) {
                #expect(problem.description.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 })
            }
        }
    }

    @Test func writesEveryVerbOfTheAuthor() {
        var author = Author(generator: SeededGenerator(seed: 1))
        let names = Set(
            (0..<2_000).compactMap { _ in
                Response { [author.verb()] }.document.description.split(separator: "<").dropFirst(2).first?
                    .prefix { $0.isLetter }
            }
        )
        #expect(names.count == 17)
    }
}
