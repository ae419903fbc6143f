// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct RelayCommandTests {
    private let decoder = RelayDecoder()

    /// The shapes of the documentation page "Getting and sending WebSocket messages".
    static let documented: [(String, RelayCommand)] = [
        (#"{"type":"text","token":"Hello ","last":false}"#, .text(.init(token: "Hello ", isLast: false))),
        (
            #"{"type":"text","token":"Hi","last":true,"lang":"en-US","interruptible":true,"preemptible":false}"#,
            .text(.init(token: "Hi", language: "en-US", isInterruptible: true, isPreemptible: false))
        ),
        (#"{"type":"text","token":"","last":true}"#, .text(.init(token: ""))),
        (
            #"{"type":"play","source":"https://api.twilio.com/cowbell.mp3","loop":1,"preemptible":false,"#
                + #""interruptible":true}"#,
            .play(
                .init(
                    source: "https://api.twilio.com/cowbell.mp3",
                    loop: 1,
                    isPreemptible: false,
                    isInterruptible: true
                )
            )
        ),
        (#"{"type":"sendDigits","digits":"9www4085551212#"}"#, .sendDigits("9www4085551212#")),
        (
            #"{"type":"language","ttsLanguage":"es-MX","transcriptionLanguage":"es-MX"}"#,
            .language(speech: "es-MX", transcription: "es-MX")
        ),
        (#"{"type":"language","ttsLanguage":"es-MX"}"#, .language(speech: "es-MX")),
        (#"{"type":"end"}"#, .end()),
        (
            #"{"type":"end","handoffData":"{\"reason\":\"live-agent\"}"}"#,
            .end(handoff: #"{"reason":"live-agent"}"#)
        ),
    ]

    @Test(arguments: documented)
    func writesAndReadsTheDocumentedMessages(text: String, command: RelayCommand) throws {
        #expect(String(decoding: command.encoded, as: UTF8.self) == text)
        #expect(try self.decoder.decodeCommand(Array(text.utf8)) == command)
    }

    @Test(arguments: documented)
    func survivesTruncationAtEveryByte(text: String, command: RelayCommand) {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            #expect(throws: TwilioError.self) { try self.decoder.decodeCommand(Array(bytes.prefix(count))) }
        }
    }

    @Test(arguments: [
        #"{"type":"text"}"#, #"{"type":"text","token":null}"#, #"{"type":"text","token":"a","last":"true"}"#,
        #"{"type":"say","token":"a"}"#, #"{"token":"a"}"#, #"{"type":"sendDigits","digits":""}"#,
        #"{"type":"sendDigits","digits":"12p"}"#, #"{"type":"end","handoffData":{"a":1}}"#,
        #"{"type":"play","source":"a","loop":"often"}"#, #"{"type":"language","ttsLanguage":5}"#,
    ])
    func refusesWhatTwilioWouldRefuse(text: String) {
        let error = #expect(throws: TwilioError.self) { try self.decoder.decodeCommand(Array(text.utf8)) }
        #expect(error?.code == .malformedMessage)
    }

    @Test func keepsNothingInATextThatCouldEndIt() throws {
        let token = "\"},{\"type\":\"end\"}\u{0}\u{1B}[31m\r\n\\ \u{2028}"
        let command = RelayCommand.text(.init(token: token))
        #expect(!command.encoded.contains { $0 < 0x20 })
        #expect(try self.decoder.decodeCommand(command.encoded) == command)
    }
}
