// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Errors say what Twilio said, and nothing that a log must not hold.
@Suite struct ErrorTests {
    private static let text = ErrorText(secrets: ["s3cret-token", "QUMxOnMzY3JldA=="])

    private static func error(_ status: Int, _ body: String, headers: HTTPHeaders = [:]) -> TwilioRESTError {
        let answer = RESTAnswer(status: status, headers: headers, body: Array(body.utf8))
        return TwilioRESTError(answer, text: Self.text, retryAfter: nil)
    }

    @Test func readsTheFormOfTheOldAPI() {
        let error = Self.error(
            400,
            #"{"code":21211,"message":"Invalid 'To' Phone Number: 1415555XXXX","#
                + #""more_info":"https://www.twilio.com/docs/errors/21211","status":400}"#,
            headers: ["Twilio-Request-Id": "RQ0123456789abcdef0123456789abcdef"]
        )
        #expect(error.code == .refused)
        #expect(error.answer?.status == 400)
        #expect(error.answer?.twilioCode == 21_211)
        #expect(error.answer?.moreInfo == "https://www.twilio.com/docs/errors/21211")
        #expect(error.answer?.requestID != nil)
        #expect(error.description.hasPrefix("refused (21211): Invalid 'To' Phone Number"))
    }

    @Test func readsProblemDetails() {
        let error = Self.error(
            404,
            #"{"type":"https://www.twilio.com/docs/api/errors/20404","title":"Not Found","status":404,"code":20404,"#
                + #""detail":"There is no such thing.","instance":"/x","errors":[]}"#
        )
        #expect(error.code == .notFound)
        #expect(error.message == "There is no such thing.")
        #expect(error.answer?.twilioCode == 20_404)
        #expect(error.answer?.moreInfo == "https://www.twilio.com/docs/api/errors/20404")
    }

    @Test(arguments: [
        "", "<html>502 Bad Gateway</html>", "{", "[]", "null", "\"text\"", "{\"code\":\"x\",\"message\":7}",
        "\u{0}\u{1}",
        #"{"code":null,"message":null,"more_info":null}"#,
    ])
    func anyBodyGivesAnError(_ body: String) {
        #expect(Self.error(502, body).code == .serverError)
        #expect(Self.error(401, body).code == .unauthorised)
        #expect(Self.error(429, body).code == .rateLimited)
        #expect(Self.error(418, body).code == .refused)
        #expect(Self.error(502, body).answer?.status == 502)
    }

    @Test func everyTruncationGivesAnError() {
        let body = #"{"code":21211,"message":"caf\u00e9 é","more_info":"https://www.twilio.com/docs/errors/21211"}"#
        for count in 0...body.utf8.count {
            let answer = RESTAnswer(status: 400, headers: [:], body: Array(body.utf8.prefix(count)))
            let error = TwilioRESTError(answer, text: Self.text, retryAfter: nil)
            #expect(error.code == .refused)
            #expect((error.answer?.twilioCode == 21_211) == (count == body.utf8.count))
        }
    }

    @Test(arguments: [
        ("The 'To' number +14155550100 is not valid", "The 'To' number +***0100 is not valid"),
        ("call (415) 555-0100 now", "call (***0100 now"),
        ("+1 415.555.0100", "+***0100"),
        ("%2B14155550100x", "%2B***0100x"),
        ("error 21211 of 400", "error 21211 of 400"),
        ("https://voice.example.com/api/stream/abcdef?x=1 failed", "https://voice.example.com/… failed"),
        ("wss://user:pw@voice.example.com/token", "wss://voice.example.com/…"),
        ("token s3cret-token is wrong", "token <redacted> is wrong"),
        ("Basic QUMxOnMzY3JldA==", "Basic <redacted>"),
        ("two\r\nlines\u{1B}[31m", "two lines [31m"),
        ("\u{202E}reversed\u{200B}", "reversed"),
        ("", ""),
    ])
    func textsAreFitForALog(_ said: String, _ safe: String) {
        #expect(Self.text.safe(said) == safe)
    }

    @Test func textsAreShort() {
        #expect(Self.text.safe(String(repeating: "x", count: 100_000)).unicodeScalars.count <= 300)
        #expect(Self.text.safe(String(repeating: "4155550100 ", count: 1_000)).contains("4155550100") == false)
    }

    @Test(arguments: [
        "https://evil.example.com/", "javascript:alert(1)", "https://www.twilio.com/docs/errors/<script>",
        "https://www.twilio.com/" + String(repeating: "a", count: 200), "https://www.twilio.com.evil.example/",
    ])
    func onlyTwiliosOwnPagesAreKept(_ page: String) {
        #expect(Self.error(400, #"{"code":1,"message":"m","more_info":"\#(page)"}"#).answer?.moreInfo == nil)
    }

    @Test func nothingOfARequestIsInItsError() async throws {
        let echo = ScriptedReply.error(
            400,
            code: 21_205,
            "Url: https://voice.example.com/answered/SECRETPATH with \(Stage.token) from +14155550123 is not valid"
        )
        try await Stage.perform(replies: [echo, .close, .html(500)]) { stage in
            for _ in 0..<3 {
                guard case .done = await stage.client.calls.create(Stage.newCall, resolving: nil) else { continue }
            }
            for attempt in stage.observer.attempts {
                let text = "\(attempt) \(String(describing: attempt.error?.cause)) \(String(reflecting: attempt))"
                for secret in ["SECRETPATH", Stage.token, "4155550123", "4155550100", "Basic "] {
                    #expect(!text.contains(secret), "\(text)")
                }
            }
            #expect(stage.observer.attempts.count == 3)
        }
    }
}
