// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// What the messages say.
struct ListenMessageDecoderTests {
    private let decoder = ListenMessageDecoder()

    private func refusal(_ text: String, _ decoder: ListenMessageDecoder = ListenMessageDecoder()) -> DeepgramError? {
        do {
            _ = try decoder.decode(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func readsResults() throws {
        let results = ListenResults(
            start: 0,
            duration: 1.65,
            isFinal: true,
            speechFinal: true,
            transcript: "Testing. 123.",
            confidence: 0.77905273,
            words: [
                TranscriptWord(text: "Testing.", start: 1.07, end: 1.57, confidence: 0.69189453, speaker: 0),
                TranscriptWord(text: "123.", start: 1.895, end: 2.395, confidence: 0.77905273),
            ],
            requestID: "52cc0efe-fa77-4aa7-b79c-0dda09de2f14"
        )
        #expect(try self.decoder.decode(DocumentedMessages.results) == .results(results))
    }

    @Test func readsTheOtherMessagesOfListen() throws {
        let metadata = ListenMetadata(
            requestID: "8c8ebea9-dbec-45fa-a035-e4632cb05b5f",
            duration: 1.5,
            channels: 1,
            sha256: "e3b0c442"
        )
        #expect(try self.decoder.decode(DocumentedMessages.metadata) == .metadata(metadata))
        #expect(try self.decoder.decode(DocumentedMessages.speechStarted) == .speechStarted(channel: 0, at: 9.54))
        #expect(
            try self.decoder.decode(DocumentedMessages.utteranceEnd) == .utteranceEnd(channel: 0, lastWordEnd: 2.395)
        )
        #expect(
            try self.decoder.decode(DocumentedMessages.error)
                == .error(code: "SchemaError", description: "Could not deserialize")
        )
        #expect(try self.decoder.decode(DocumentedMessages.configured) == .configured(requestID: "a"))
        #expect(
            try self.decoder.decode(DocumentedMessages.configureFailed)
                == .configureFailed(code: "CONFIGURE_KEYTERM_LIMIT_EXCEEDED", description: "too many")
        )
    }

    @Test func readsTheMessagesOfFlux() throws {
        #expect(
            try self.decoder.decode(DocumentedMessages.connected)
                == .connected(requestID: "5b2b7e2c-8a4d-4f4e-9a3b-0d8a4e5f6a7b")
        )
        guard case .turn(let turn) = try self.decoder.decode(DocumentedMessages.turn) else {
            Issue.record("no turn")
            return
        }
        #expect(turn.event == .endOfTurn && turn.index == 0 && turn.sequence == 11 && turn.trigger == "model")
        #expect(turn.start == 0 && turn.end == 1.7 && turn.endOfTurnConfidence == 0.72)
        #expect(turn.transcript == "Hi I need to cancel.")
        #expect(turn.words.first == TranscriptWord(text: "Hi", start: 0.42, end: 0.56, confidence: 0.95))
        #expect(turn.words.last?.text == "I" && turn.words.last?.start.isNaN == true)
        #expect(
            try self.decoder.decode(DocumentedMessages.warning)
                == .warning(code: "FORCE_END_TURN_NO_ACTIVE_TURN", description: "no turn")
        )
        #expect(
            try self.decoder.decode(DocumentedMessages.fatal)
                == .error(code: "INTERNAL_SERVER_ERROR", description: "sorry")
        )
    }

    @Test(arguments: [
        ("Update", FluxTurn.Event.update), ("StartOfTurn", .startOfTurn), ("EagerEndOfTurn", .eagerEndOfTurn),
        ("TurnResumed", .turnResumed), ("EndOfTurn", .endOfTurn), ("Interruption", .other("Interruption")),
    ])
    func readsEachEventOfFlux(name: String, event: FluxTurn.Event) throws {
        let text = #"{"type":"TurnInfo","event":"\#(name)","audio_window_start":1,"audio_window_end":2}"#
        let turn = FluxTurn(event: event, index: -1, sequence: -1, start: 1, end: 2, transcript: "", words: [])
        #expect(try self.decoder.decode(text) == .turn(turn))
    }

    @Test func asksForLittle() throws {
        let least = #"{"start":1e0,"channel_index":[1,2],"duration":5E-1,"type":"Results"}"#
        #expect(
            try self.decoder.decode(least) == .results(ListenResults(channel: 1, channels: 2, start: 1, duration: 0.5))
        )
        #expect(
            try self.decoder.decode(#"{"type":"Metadata"}"#)
                == .metadata(ListenMetadata(requestID: nil, duration: 0, channels: 0))
        )
        #expect(
            try self.decoder.decode(#"{"type":"SpeechStarted","timestamp":1}"#) == .speechStarted(channel: 0, at: 1)
        )
        #expect(try self.decoder.decode(#"{"type":"Error"}"#) == .error(code: nil, description: nil))
        #expect(try self.decoder.decode(#"{"type":"Sentiment","score":[{}]}"#) == .unknown(type: "Sentiment"))
        #expect(try self.decoder.decode(#"{"type":""}"#) == .unknown(type: ""))
        let long = String(repeating: "x", count: 100_000)
        #expect(try self.decoder.decode(#"{"type":"\#(long)"}"#) == .unknown(type: String(long.prefix(64))))
    }

    @Test(arguments: [
        #""channel":{"alternatives":[]}"#, #""channel":{}"#, #""channel":null"#, #""channel":[0,1]"#, #""channel":7"#,
        #""channel":{"alternatives":null}"#, #""channel":{"alternatives":[null]}"#,
        #""channel":{"alternatives":{"a":1}}"#,
        #""channel":{"alternatives":[{"transcript":5,"words":{},"confidence":"high"}]}"#,
        #""channel":{"alternatives":[{"words":[7,null,{},{"word":""},{"word":null,"start":1}]}]}"#,
        #""is_final":"yes","speech_final":1,"from_finalize":null,"metadata":[]"#,
    ])
    func takesWhatIsMissingOrOfAnotherKindForNothing(field: String) throws {
        let text = #"{"type":"Results","channel_index":[0,1],"start":0,"duration":1,\#(field)}"#
        #expect(try self.decoder.decode(text) == .results(ListenResults(start: 0, duration: 1)))
    }

    @Test func takesTheBestAlternativeOnly() throws {
        let text = #"""
            {"type":"Results","channel_index":[0,1],"start":0,"duration":1,"channel":{"later":[[]],"alternatives":[
            {"transcript":"best","words":[{"word":"best","start":0.1,"end":0.2,"confidence":1,"later":{"x":"ü"}}]},
            {"transcript":"worse","words":[{"word":"worse"}]}]}}
            """#
        guard case .results(let results) = try self.decoder.decode(text) else { return }
        #expect(results.transcript == "best" && results.words.map(\.text) == ["best"])
    }

    @Test func countsTheLastOfARepeatedField() throws {
        let text = #"""
            {"type":"Metadata","type":"Results","channel_index":[3,4],"channel_index":[0,1],"start":9,"start":1,"duration":1,
            "channel":{"alternatives":[{"transcript":"old"}]},"channel":{"alternatives":[]}}
            """#
        #expect(try self.decoder.decode(text) == .results(ListenResults(start: 1, duration: 1)))
    }

    @Test func readsEscapesInNamesAndTexts() throws {
        let text = #"""
            {"\u0074ype":"Re\u0073ults","channel_index":[0,1],"st\u0061rt":0,"duration":1,
            "channel":{"alternatives":[{"transcript":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud83d!\udE00"}]}}
            """#
        guard case .results(let results) = try self.decoder.decode(text) else { return }
        #expect(results.transcript == "\"\\/\u{8}\u{c}\n\r\té😀\u{FFFD}!\u{FFFD}")
    }

    @Test func replacesWhatIsNotUTF8() throws {
        let text = Array(#"{"type":"a"#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}"#.utf8)
        let message = try self.decoder.decode(text.span.bytes)
        #expect(message == .unknown(type: "a\u{FFFD}(\u{FFFD}"))
    }

    @Test(arguments: [
        ("", "not JSON"), ("{", "not JSON"), ("null", "no JSON object"), ("[]", "no JSON object"),
        ("7", "no JSON object"),
        ("{}", "type"), (#"{"type":7}"#, "type"), (#"{"type":null}"#, "type"), (#"{"Type":"Results"}"#, "type"),
        (#"{"type":"Results"}"#, "channel_index"), (#"{"type":"Results","channel_index":[]}"#, "channel_index"),
        (#"{"type":"Results","channel_index":[0,1],"duration":1}"#, "start"),
        (#"{"type":"Results","channel_index":[0,1],"start":1,"duration":1e999}"#, "duration"),
        (#"{"type":"Results","channel_index":[0.5,1],"start":1,"duration":1}"#, "channel_index"),
        (#"{"type":"SpeechStarted"}"#, "timestamp"), (#"{"type":"UtteranceEnd"}"#, "last_word_end"),
        (#"{"type":"TurnInfo"}"#, "event"), (#"{"type":"TurnInfo","event":"Update"}"#, "audio_window_start"),
        (#"{"type":"a"} x"#, "not JSON"), (#"{"type":"a",}"#, "not JSON"), (#"{,"type":"a"}"#, "not JSON"),
        (#"{"type":"a","b":01}"#, "not JSON"), (#"{"type":"a","b":1.}"#, "not JSON"),
        (#"{"type":"a","b":+1}"#, "not JSON"),
        (#"{"type":"a","b":.5}"#, "not JSON"), (#"{"type":"a","b":-}"#, "not JSON"),
        (#"{"type":"a","b":1e}"#, "not JSON"),
        (#"{"type":"a","b":[1,]}"#, "not JSON"), (#"{"type":"a","b":[1 2]}"#, "not JSON"),
        (#"{"type":"a" "b":1}"#, "not JSON"),
        (#"{"type":"\x"}"#, "not JSON"), (#"{"type":"\u12g4"}"#, "not JSON"), ("{\"type\":\"a\nb\"}", "not JSON"),
        (#"{"type":"a","b":tru}"#, "not JSON"), (#"{"type":"a","b":nulls}"#, "not JSON"),
        (#"{'type':'a'}"#, "not JSON"),
        (#"{"type":"a","b":NaN}"#, "not JSON"), (#"{"type":"a","b":[}}"#, "not JSON"), ("\u{FEFF}{}", "not JSON"),
    ])
    func refuses(text: String, reason: String) {
        let error = self.refusal(text)
        #expect(error?.code == .protocolViolation)
        #expect(error?.message.contains(reason) == true, "\(text): \(String(describing: error))")
    }

    @Test func keepsToItsLimits() {
        let deep = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        #expect(self.refusal(#"{"type":"a","b":\#(deep)}"#)?.message.contains("deeper") == true)
        #expect(self.refusal(#"{"type":"a","b":\#(deep.dropFirst().dropLast())}"#) == nil)
        let bottomless = String(repeating: #"{"a":["#, count: 100_000)
        #expect(self.refusal(bottomless)?.message.contains("deeper") == true)
        #expect(
            self.refusal(#"{"type":""# + String(repeating: "x", count: 10_000_000) + "\"}")?.code == .protocolViolation
        )
        let words = Array(repeating: #"{"word":"a"}"#, count: 11).joined(separator: ",")
        let turn =
            #"{"type":"TurnInfo","event":"Update","audio_window_start":0,"audio_window_end":1,"words":[\#(words)]}"#
        #expect(self.refusal(turn) == nil)
        #expect(self.refusal(turn, ListenMessageDecoder(maximumWords: 10))?.message.contains("words") == true)
        #expect(
            self.refusal(#"{"type":"abcdef"}"#, ListenMessageDecoder(maximumBytes: 10))?.message.contains("bytes")
                == true
        )
    }

    @Test func readsALargeMessageWithinItsLimit() throws {
        let decoder = ListenMessageDecoder(maximumBytes: 20_000_000)
        let long = String(repeating: "x", count: 10_000_000)
        #expect(try decoder.decode(#"{"type":"a","b":"\#(long)"}"#) == .unknown(type: "a"))
        let elements = String(repeating: #"[1,{"a":"ü"}],"#, count: 500_000)
        #expect(try decoder.decode(#"{"type":"a","b":[\#(elements)0]}"#) == .unknown(type: "a"))
    }
}
