// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct TwiMLValidationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let path: String
        let code: Int?
        let message: String
        var delivery = TwiMLDelivery.fetched
        let response: Response

        init(
            _ path: String,
            code: Int? = nil,
            _ message: String,
            _ delivery: TwiMLDelivery = .fetched,
            @ResponseBuilder _ content: () -> Response.Content
        ) {
            self.path = path
            self.code = code
            self.message = message
            self.delivery = delivery
            self.response = Response(content)
        }

        var testDescription: String { "\(self.path): \(self.message)" }
    }

    private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

    static let speech = [
        Case("Response/Say", code: 13_521, "4097 characters") { Say(text(4_097)) },
        Case("Response/Say", code: 13_521, "3001 characters") { Say(text(3_001), voice: .polly("Joanna")) },
        Case("Response/Say", code: 13_521, "4506 bytes") { Say(String(repeating: "é", count: 751)) },
        Case("Response/Say", code: 13_521, "4512 bytes") { Say(String(repeating: "\u{1F600}", count: 376)) },
        Case("Response/Gather[2]/Say[2]", code: 13_521, "4100 characters") {
            Gather { Say("a") }
            Gather {
                Say("b")
                Say {
                    SSML.Emphasis(text(2_050)); SSML.Prosody(text(2_050), rate: .slow)
                }
            }
        },
        Case("Response/Say", "knows no SSML") {
            Say(voice: .alice) {
                "a"; SSML.Break()
            }
        },
        Case("Response/Say/break", "10001 ms") { Say { SSML.Break(time: .milliseconds(10_001)) } },
        Case("Response/Say", "loop is -1") { Say("a", loop: -1) },
        Case("Response/Play", "nothing to play") { Play() },
        Case("Response/Play", "no key") { Play(digits: "12E") },
        Case("Response/Gather", "numDigits is 0") { Gather(numDigits: 0) },
        Case("Response/Gather", "501 hints") { Gather(hints: (0...500).map { "h\($0)" }) },
        Case("Response/Gather", "101 characters") { Gather(hints: ["a", text(101)]) },
        Case("Response/Gather", "not one key") { Gather(finishOnKey: "12") },
        Case("Response/Gather", "not one key") { Gather(finishOnKey: "A") },
        Case("Response/Gather", code: 13_335, "auto") { Gather(speechTimeout: .automatic, speechModel: .default) },
        Case("Response/Record", "maxLength is 0") { Record(maxLength: .zero) },
        Case("Response/Record", "maxLength is 121") { Record(maxLength: .seconds(121), transcribe: true) },
        Case("Response/Record", "no key") { Record(finishOnKey: "1A") },
        Case("Response/Pay", "maxAttempts is 0") { Pay(maxAttempts: 0) },
        Case("Response/Pay", "decimal") { Pay(chargeAmount: "12,50") },
    ]

    static let dial = [
        Case("Response/Dial", "nobody") { Dial {} },
        Case("Response/Dial", "11 are dialled") { Dial { (0..<11).map { Number("+1415555010\($0)") } } },
        Case("Response/Dial", "51 characters") { Dial(callReason: text(51)) { Number("+1") } },
        Case("Response/Dial", "timeout is 601") { Dial("+1", timeout: .seconds(601)) },
        Case("Response/Dial/Number", "no key") { Dial { Number("+1", sendDigits: "x") } },
        Case("Response/Dial/Sip", "no SIP address") { Dial { Sip("a@example.com") } },
        Case("Response/Dial/Sip", "1025 characters") { Dial { Sip("sip:a@example.com?\(text(1_025))") } },
        Case("Response/Refer/Sip", "no SIP address") { Refer("tel:+1") },
        Case("Response/Dial/Conference", "129 characters") { Dial { Conference("c", participantLabel: text(129)) } },
        Case("Response/Dial/Conference", "no name") { Dial { Conference("") } },
        Case("Response/Dial/Conference", "maxParticipants is 251") { Dial { Conference("c", maxParticipants: 251) } },
        Case("Response/Dial/Queue", "65 characters") { Dial { Queue(text(65)) } },
        Case("Response/Enqueue", "65 characters") { Enqueue(text(65)) },
        Case("Response/Enqueue", "no name") { Enqueue() },
        Case("Response/Dial/Client/Parameter[2]", "500 characters") {
            Dial {
                Client("a") {
                    Parameter(name: "a", value: "b"); Parameter(name: "ab", value: text(498))
                }
            }
        },
        Case("Response/Hangup/Parameter", "no name") { Hangup { Parameter(name: "", value: "a") } },
    ]

    static let streams = [
        Case("Response/Start", code: 14_300, "no noun") { Start {} },
        Case("Response/Stop", code: 14_300, "no noun") { Stop {} },
        Case("Response/Stop/Stream", "no name") { Stop { Stream(url: "wss://a") } },
        Case("Response/Connect/Stream", code: 31_923, "no URL") { Connect { Stream(url: "") } },
        Case("Response/Connect/Stream", code: 31_922, "not wss") { Connect { Stream(url: "ws://a/b") } },
        Case("Response/Connect/Stream", code: 31_922, "not wss") { Connect { Stream(url: "https://a/b") } },
        Case("Response/Connect/Stream", "query") { Connect { Stream(url: "wss://a/b?token=c") } },
        Case("Response/Connect/Stream", code: 31_941, "only inbound_track") {
            Connect { Stream(url: "wss://a", track: .both) }
        },
        Case("Response/Start/Stream", code: 15_004, "statusCallback is relative") {
            Start { Stream(url: "wss://a", statusCallback: "/s") }
        },
        Case("Response/Start/Recording", code: 15_004, "recordingStatusCallback is relative") {
            Start { Recording(recordingStatusCallback: "/s") }
        },
        Case("Response/Connect/ConversationRelay", code: 31_922, "not wss") {
            Connect { ConversationRelay(url: "ws://a") }
        },
        Case("Response/Connect/ConversationRelay", code: 31_923, "no URL") { Connect { ConversationRelay(url: "") } },
        Case("Response/Connect/ConversationRelay", "eotThreshold is 0.95") {
            Connect { ConversationRelay(url: "wss://a", eotThreshold: 0.95) }
        },
        Case("Response/Connect/ConversationRelay", "eagerEotThreshold is 0.1") {
            Connect { ConversationRelay(url: "wss://a", eagerEotThreshold: 0.1) }
        },
        Case("Response/Connect/ConversationRelay", "speechTimeout is 5001") {
            Connect { ConversationRelay(url: "wss://a", speechTimeout: .after(.milliseconds(5_001))) }
        },
    ]

    static let documents = [
        Case("Response", code: 11_750, "bytes") { (0..<20).map { _ in Say(text(3_500)) } },
        Case("Response", code: 32_018, "4001 characters", .inline) { Say(text(4_001 - 71)) },
        Case("Response", "Reject is not the only verb") {
            ForeignReject(); Say("a")
        },
        Case("Response/Redirect", code: 15_004, "no address", .inline) { Redirect("/next") },
        Case("Response/Redirect", code: 15_004, "no address", .inline) { Redirect("next?to=https://a") },
        Case("Response/Play", code: 15_004, "no address", .inline) { Play("a.wav") },
        Case("Response/Gather", code: 15_004, "no address", .inline) { Gather(action: "/g") },
        Case("Response/Record", code: 15_004, "no address", .inline) { Record(recordingStatusCallback: "r") },
        Case("Response/Connect/Stream", code: 15_004, "no address", .inline) { Connect { Stream(url: "/media") } },
        Case("Response/Start/Transcription", code: 15_004, "no address", .inline) {
            Start { Transcription(statusCallbackUrl: "/t") }
        },
        Case("Response/Start/Stream", code: 15_004, "no address", .inline) {
            Start { Stream(url: "wss://a", statusCallback: "/s") }
        },
        Case("Response/Redirect", code: 11_100, "not an HTTP URL") { Redirect("ftp://a/b") },
    ]

    private struct ForeignReject: Verb {
        let node = TwiMLNode("Reject")
    }

    @Test(arguments: speech + dial + streams + documents) func namesTheProblem(test: Case) throws {
        let problems = test.response.problems(for: test.delivery)
        let problem = try #require(problems.first)
        #expect(problems.count == 1, "\(problems)")
        #expect(problem.path == test.path)
        #expect(problem.code == test.code)
        #expect(problem.message.contains(test.message), "\(problem)")
        #expect(!problem.mend.isEmpty)
    }

    /// The longest that is allowed, everywhere at once.
    @Test func hasNothingAgainstWhatIsJustAllowed() throws {
        let response = Response {
            Say(Self.text(4_096))
            Say(Self.text(3_000), voice: .polly("Joanna", .neural))
            Say(String(repeating: "é", count: 750))
            Say { SSML.Break(time: .seconds(10)) }
            Gather(
                speechTimeout: .automatic,
                finishOnKey: "#",
                numDigits: 1,
                hints: (0..<500).map { "h\($0)" },
                speechModel: .phoneCall
            )
            Gather(finishOnKey: "", hints: [Self.text(100)])
            Record(finishOnKey: "", maxLength: .seconds(120), transcribe: true)
            Dial(timeout: .seconds(600), callReason: Self.text(50)) { (0..<10).map { Number("+1415555010\($0)") } }
            Dial(sequential: true) { (0..<20).map { Number("+1415555010\($0)") } }
            Dial { Conference("c", waitUrl: "", maxParticipants: 250, participantLabel: Self.text(128)) }
            Dial { Queue(Self.text(64)) }
            Dial { Client("a") { Parameter(name: "a", value: Self.text(498)) } }
            Enqueue(workflowSid: "WW1")
            Start { Stream(url: "/media", track: .both, statusCallback: "https://a/s") }
            Connect { ConversationRelay(url: "wss://a/b?c=d", speechTimeout: .automatic, eotThreshold: 0.5) }
            Pay(maxAttempts: 1, chargeAmount: "12.50")
        }
        #expect(response.problems() == [])
        #expect(try response.validated() == response.document)
    }

    @Test func takesAbsoluteURLsInline() throws {
        let response = Response {
            Gather(action: "https://a/g") { Play("HTTPS://a/b.wav") }
            Enqueue("q", waitUrl: "")
            Connect { Stream(url: "wss://a/b") }
        }
        #expect(try response.validated(for: .inline) == response.document)
    }

    @Test func throwsAllProblemsAtOnce() throws {
        let response = Response {
            Gather(numDigits: 0) { Say(Self.text(5_000)) }
            Play()
        }
        let error = try #require(throws: TwilioError.self) { try response.validated() }
        #expect(error.code == .invalidTwiML)
        #expect(error.twimlProblems == response.problems())
        #expect(error.twimlProblems.map(\.path) == ["Response/Gather", "Response/Gather/Say", "Response/Play"])
        #expect(error.message == "Response/Gather: numDigits is 0; make it at least 1 (and 2 more)")
        #expect(
            error.twimlProblems[1].description
                == "Response/Gather/Say: the text has 5000 characters, Twilio takes 4096 (Twilio 13521); "
                + "cut it with Say.split"
        )
    }

    /// Problems may be logged, so nothing a caller said may be in them.
    @Test func neverRepeatsWhatTheDocumentSays() {
        let secret = "s3cret"
        let response = Response {
            Say(String(repeating: secret, count: 1_000), voice: .init(rawValue: "Polly.\(secret)"))
            Connect { Stream(url: "http://\(secret)?\(secret)", statusCallback: secret) }
            Dial(callReason: String(repeating: secret, count: 50)) { Sip(secret) }
            Redirect("\(secret)://a")
            Play(digits: secret)
        }
        let problems = response.problems()
        #expect(problems.count == 8)
        #expect(!problems.description.contains(secret))
    }
}
