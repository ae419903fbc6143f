// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOHTTP1
import SwitchboardTesting
import Testing
import Twilio

struct WebhookTests {
    private let hangup: TwiMLServer.Respond = { _ in .twiML("<Hangup/>") }

    @Test func postsWhatTwilioPosts() async throws {
        let (result, server) = try await simulate(respond: self.hangup) { call, _ in
            call.sid = "CA" + String(repeating: "1", count: 32)
            call.parameters = ["StirVerstat": "TN-Validation-Passed-A", "FromCity": "OAKLAND"]
            call.idempotencyToken = "7f0e"
        }
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == "/voice")
        #expect(request.headers["user-agent"] == ["TwilioProxy/1.1"])
        #expect(request.headers["host"] == ["voice.example.com"])
        #expect(request.headers["accept"] == ["*/*"])
        #expect(request.headers["i-twilio-idempotency-token"] == ["7f0e"])
        #expect(request.headers.first(name: "content-type")?.hasPrefix("application/x-www-form-urlencoded") == true)
        let form = request.form
        #expect(form["CallSid"] == "CA" + String(repeating: "1", count: 32))
        #expect(form["AccountSid"] == SimulatedAccount.example.sid)
        #expect(form["CallStatus"] == "ringing" && form["Direction"] == "inbound" && form["ApiVersion"] == "2010-04-01")
        #expect(form["From"] == "+15005550001" && form["Caller"] == "+15005550001" && form["Called"] == "+15005550006")
        #expect(form["FromCity"] == "OAKLAND" && form["StirVerstat"] == "TN-Validation-Passed-A" && form["ToZip"] == "")
        #expect(result.documents.first?.parameters["FromCity"] == "OAKLAND")
    }

    @Test func signsThePublicURLAndTheForm() async throws {
        let (_, server) = try await simulate(respond: self.hangup) { call, _ in
            call.url = "https://voice.example.com/voice?tenant=a%20b&x='1'"
        }
        let request = try #require(server.requests.first)
        #expect(request.target == "/voice?tenant=a%20b&x='1'")
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://voice.example.com"),
            tokens: [AuthToken("12345")]
        )
        let signature = request.headers.first(name: "x-twilio-signature")
        let verdict = validator.verdict(signature: signature, target: request.target, content: .form(request.form))
        #expect(verdict.isValid)
        var altered = request.form
        altered.append("Extra", "1")
        #expect(!validator.verdict(signature: signature, target: request.target, content: .form(altered)).isValid)
    }

    @Test func aGetCarriesTheParametersBehindTheQueryAndSignsThemThere() async throws {
        let (_, server) = try await simulate(respond: self.hangup) { call, _ in
            call.url = "https://voice.example.com/voice?x=1"
            call.method = .get
        }
        let request = try #require(server.requests.first)
        #expect(request.method == "GET" && request.target.hasPrefix("/voice?x=1&AccountSid=AC"))
        #expect(request.target.contains("From=%2B15005550001"))
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://voice.example.com"),
            tokens: [AuthToken("12345")]
        )
        let signature = request.headers.first(name: "x-twilio-signature")
        #expect(validator.verdict(signature: signature, target: request.target, content: .none).isValid)
    }

    @Test(arguments: [SimulatedCall.Signing.missing, .wrongToken, .garbage])
    func signsWronglyWhenAsked(_ signing: SimulatedCall.Signing) async throws {
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://voice.example.com"),
            tokens: [AuthToken("12345")]
        )
        let (result, server) = try await simulate(
            respond: { request in
                let verdict = validator.verdict(
                    signature: request.headers.first(name: "x-twilio-signature"),
                    target: request.target,
                    content: .form(request.form)
                )
                return verdict.isValid ? .twiML("<Hangup/>") : .status(403)
            },
            configure: { call, _ in call.signing = signing }
        )
        #expect(result.documents.map(\.httpStatus) == [403])
        #expect(result.documents.map(\.errorCode) == [11_200])
        #expect(result.ending == .applicationError && !result.isClean)
        #expect((server.requests.first?.headers["x-twilio-signature"].isEmpty == true) == (signing == .missing))
    }

    @Test func everyRequestHasItsOwnIdempotencyToken() async throws {
        let (_, server) = try await simulate(respond: { request in
            request.path == "/voice" ? .twiML("<Redirect>/next</Redirect>") : .twiML("<Hangup/>")
        })
        let tokens = server.requests.compactMap { $0.headers.first(name: "i-twilio-idempotency-token") }
        #expect(tokens.count == 2 && Set(tokens).count == 2)
        #expect(tokens.allSatisfy { UUID(uuidString: $0) != nil })
    }

    @Test func keepsCookiesForTheCall() async throws {
        let (_, server) = try await simulate(respond: { request in
            guard request.path == "/voice" else { return .twiML("<Hangup/>") }
            var answer = TwiMLServer.Answer.twiML("<Redirect>/next</Redirect>")
            answer.headers += [("Set-Cookie", "a=1; Path=/; HttpOnly"), ("Set-Cookie", "b=x=y")]
            return answer
        })
        #expect(server.requests.map { $0.headers.first(name: "cookie") } == [nil, "a=1; b=x=y"])
    }

    @Test func aRedirectedPostBecomesAGetAndLosesTheForm() async throws {
        let (result, server) = try await simulate(respond: { request in
            request.path == "/voice" ? .redirect(302, to: "/moved") : .twiML("<Hangup/>")
        })
        #expect(server.requests.map(\.method) == ["POST", "GET"])
        #expect(server.requests.last?.body == [])
        #expect(result.ending == .serverHungUp && result.documents.count == 1)
    }

    @Test func aRedirectThatKeepsTheMethodKeepsTheForm() async throws {
        let (_, server) = try await simulate(respond: { request in
            request.path == "/voice" ? .redirect(307, to: "/moved") : .twiML("<Hangup/>")
        })
        #expect(server.forms(at: "/moved").first?["CallStatus"] == "ringing")
    }

    @Test func givesUpAfterTenRedirects() async throws {
        let (result, server) = try await simulate(respond: { _ in .redirect(302, to: "/voice") })
        #expect(result.codes == [11_215])
        #expect(server.requests.count == 11)
    }

    /// Twilio's debugger codes by what is wrong with the document.
    @Test(arguments: [
        (TwiMLServer.Answer.status(500), 11_200),
        (.status(404), 11_200),
        (.init(headers: [], body: Array("<Response/>".utf8)), 12_300),
        (.init(headers: [("Content-Type", "application/json")], body: Array("{}".utf8)), 12_300),
        (.init(body: []), 11_770),
        (.init(body: Array("<Response><Say>a & b</Say></Response>".utf8)), 12_100),
        (.init(body: Array("\n<?xml version=\"1.0\"?><Response/>".utf8)), 12_100),
        (.init(body: [0xEF, 0xBB, 0xBF] + Array("<Response/>".utf8)), 12_100),
        (.init(body: Array("<Responses/>".utf8)), 12_102),
        (.init(body: Array("<Response>\(String(repeating: " ", count: 65_536))</Response>".utf8)), 11_750),
    ])
    func namesTheErrorTwilioWouldName(_ answer: TwiMLServer.Answer, _ code: Int) async throws {
        let (result, _) = try await simulate(respond: { _ in answer })
        #expect(result.documents.map(\.errorCode) == [code])
        #expect(result.codes == [code])
        #expect(result.ending == .applicationError)
        #expect(result.status == "completed")
    }

    @Test func asksTheFallbackAndTellsItWhatFailed() async throws {
        let (result, server) = try await simulate(
            respond: { $0.path == "/voice" ? .status(503) : .twiML("<Say>Sorry</Say>") },
            configure: { call, _ in call.fallbackURL = "https://voice.example.com/fallback" }
        )
        let form = try #require(server.forms(at: "/fallback").first)
        #expect(form["ErrorCode"] == "11200" && form["ErrorUrl"] == "https://voice.example.com/voice")
        #expect(result.verbNames == ["Say"] && result.ending == .documentEnded)
    }

    @Test func aBrokenFallbackEndsTheCall() async throws {
        let (result, _) = try await simulate(
            respond: { _ in .status(500) },
            configure: { call, _ in call.fallbackURL = "https://voice.example.com/fallback" }
        )
        #expect(result.ending == .applicationError && result.codes == [11_200, 11_200])
    }

    @Test func aServerThatNeverAnswersIsGivenUpInTime() async throws {
        let (result, _) = try await simulate(
            respond: { _ in nil },
            configure: { call, _ in call.limits.webhook = .milliseconds(50) }
        )
        #expect(result.codes == [11_205] && result.documents.first?.httpStatus == nil)
    }

    @Test func aServerThatIsNotThereRefuses() async throws {
        let (result, _) = try await simulate(respond: self.hangup) { call, _ in
            // Port 1 is reserved for a service that nobody runs.
            call.localOrigin = "http://127.0.0.1:1"
        }
        #expect(result.codes == [11_202])
    }

    @Test func plainTextIsReadAloud() async throws {
        let (result, _) = try await simulate(respond: { _ in
            .init(headers: [("Content-Type", "text/plain")], body: Array("Hello you".utf8))
        })
        #expect(result.ending == .documentEnded && result.status == "completed" && result.seconds > 0.5)
    }

    @Test func soundIsPlayedForItsLength() async throws {
        let (result, _) = try await simulate(respond: { _ in
            .init(headers: [("Content-Type", "audio/basic")], body: [UInt8](repeating: 0xFF, count: 24_000))
        })
        #expect(result.ending == .documentEnded && result.seconds >= 3)
    }

    @Test(arguments: ["ftp://x/voice", "voice", "", "https:///voice"])
    func refusesURLsThatAreNone(_ url: String) async throws {
        await #expect(throws: SimulationError.self) {
            try await simulate(respond: { _ in .twiML("") }, configure: { call, _ in call.url = url })
        }
    }

    @Test func reportsProgressInOrderAndSigned() async throws {
        let (result, server) = try await simulate(
            respond: {
                $0.path == "/status" ? .status(204) : .twiML("<Say>\(String(repeating: "word ", count: 300))</Say>")
            },
            configure: { call, _ in
                call.statusCallback = "https://voice.example.com/status"
                call.statusCallbackEvents = Set(SimulatedCall.Progress.allCases)
            }
        )
        let forms = server.forms(at: "/status")
        #expect(forms.map { $0["CallStatus"] } == ["initiated", "ringing", "in-progress", "completed"])
        #expect(forms.map { $0["SequenceNumber"] } == ["0", "1", "2", "3"])
        #expect(forms.allSatisfy { $0["CallbackSource"] == "call-progress-events" })
        let last = try #require(forms.last)
        #expect(last["CallDuration"] == "100" && last["Duration"] == "2")
        #expect(last["Timestamp"]?.hasSuffix(" +0000") == true)
        #expect(forms.dropLast().allSatisfy { $0["CallDuration"] == nil })
        #expect(result.callbacks.map(\.httpStatus) == [204, 204, 204, 204])
        #expect(server.requests.allSatisfy { $0.headers.contains(name: "x-twilio-signature") })
    }

    @Test func onlyTheEndIsReportedUnlessAskedForMore() async throws {
        let (result, server) = try await simulate(
            respond: { $0.path == "/status" ? .status(500) : .twiML("<Hangup/>") },
            configure: { call, _ in call.statusCallback = "https://voice.example.com/status" }
        )
        #expect(server.forms(at: "/status").map { $0["CallStatus"] } == ["completed"])
        #expect(server.forms(at: "/status").map { $0["SequenceNumber"] } == ["3"])
        #expect(result.codes == [15_003] && result.isClean)
    }
}
