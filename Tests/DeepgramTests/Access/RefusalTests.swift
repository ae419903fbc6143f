// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import Testing

@testable import Deepgram
@testable import WebSockets

/// What refusals and closes mean.
struct RefusalTests {
    private static func refusal(_ status: Int, _ body: String = "", _ headers: HTTPFields = [:]) -> DeepgramError {
        DeepgramError(status: HTTPResponse.Status(code: status), headers: headers, body: Array(body.utf8))
    }

    /// developers.deepgram.com "Errors".
    @Test(arguments: [
        (
            400,
            #"{"err_code":"INVALID_QUERY_PARAMETER","err_msg":"Keywords are not supported for Nova-3. Please use `keyterm` instead.","request_id":"r1"}"#,
            DeepgramError.Code.invalidParameters, "Use keyterms instead of keywords."
        ),
        (
            400,
            #"{"err_code":"Bad Request","err_msg":"Bad Request: No such model/language/tier combination found.","request_id":"r1"}"#,
            .invalidParameters, "Choose a model"
        ),
        (
            401, #"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials.","request_id":"r1"}"#, .unauthorised,
            "API key or a token"
        ),
        (
            402,
            #"{"err_code":"ASR_PAYMENT_REQUIRED","err_msg":"Project does not have enough credits","request_id":"r1"}"#,
            .paymentRequired, "add some"
        ),
        (
            403,
            #"{"category":"INSUFFICIENT_PERMISSIONS","message":"Project does not have access to the requested model.","details":"d","request_id":"r1"}"#,
            .forbidden, "ask Deepgram for access"
        ),
        (
            429,
            #"{"err_code":"TOO_MANY_REQUESTS","err_msg":"Too many requests. Please try again later","request_id":"r1"}"#,
            .tooManyConnections, "raised"
        ),
        (408, "{\"request_id\":\"r1\"}", .unavailable, "gave up"),
        (499, "{\"request_id\":\"r1\"}", .unavailable, "gave up"),
        (500, "{\"request_id\":\"r1\"}", .unavailable, "cannot serve now (500)"),
        (503, "{\"request_id\":\"r1\"}", .unavailable, "503"),
        (404, "{\"request_id\":\"r1\"}", .invalidParameters, "endpoint's URL"),
        (301, "{\"request_id\":\"r1\"}", .invalidParameters, "endpoint's URL"),
        (200, "{\"request_id\":\"r1\"}", .unavailable, "proxy"),
        (422, "{\"request_id\":\"r1\"}", .invalidParameters, "own words"),
    ])
    func understandsRefusals(status: Int, body: String, code: DeepgramError.Code, mend: String) {
        let error = Self.refusal(status, body)
        #expect(error.code == code)
        #expect(error.message.contains(mend), "\(error)")
        #expect(error.requestID == "r1")
        #expect(error.isFinal == ![DeepgramError.Code.tooManyConnections, .unavailable].contains(code))
    }

    @Test(arguments: [
        (#"{"err_code":"A","err_msg":"b"}"#, "A: b"), (#"{"category":"A","message":"b","details":"c"}"#, "A: b: c"),
        (#"{"err_msg":{"x":1},"err_code":"A"}"#, "A: head"), (#"{"error":"b"}"#, "b"), ("plain words", "head"),
        ("", "head"),
        (#"{"err_msg":"#, "head"), ("[]", "head"),
    ])
    func findsDeepgramsWordsInAnyShape(body: String, cause: String) throws {
        let headers: HTTPFields = [try #require(HTTPField.Name("dg-error")): "head"]
        #expect(Self.refusal(400, body, headers).cause == cause)
    }

    @Test func takesWhatStandsBeforeDeepgramAtItsWord() {
        #expect(Self.refusal(503, " no\r\nhealthy\u{0} upstream\n").cause == "no  healthy  upstream")
        #expect(Self.refusal(503).cause == nil)
        #expect(Self.refusal(503, String(repeating: "x", count: 100_000)).cause?.count == 500)
        let garbage = DeepgramError(status: 500, headers: [:], body: [0xFF, 0xFE, 0x00, 0xC3])
        #expect(garbage.cause?.contains("\u{FFFD}") == true)
    }

    @Test func readsHowLongToWaitAndWhoAsked() throws {
        let name = try #require(HTTPField.Name("dg-request-id"))
        let error = Self.refusal(429, #"{"request_id":"body"}"#, [name: "head", .retryAfter: "7"])
        #expect(error.retryAfter == .seconds(7))
        #expect(error.requestID == "head")
        #expect(Self.refusal(429, "", [.retryAfter: "soon"]).retryAfter == nil)
        #expect(Self.refusal(429, #"{"request_id":"bad id\n"}"#).requestID == nil)
    }

    @Test func readsTheRefusalOfAnUpgrade() {
        let body = ByteBuffer(string: #"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials."}"#)
        let error = DeepgramError(refusal: WebSocketRefusal(status: .unauthorized, headers: [:], body: body))
        #expect(error.code == .unauthorised && error.cause == "INVALID_AUTH: Invalid credentials.")
    }

    @Test func readsTheEndOfAConnection() {
        let lost = WebSocketError(.connectionLost, "the connection was lost")
        let broken = WebSocketClosure(code: nil, reason: "", initiator: .transport, error: lost)
        for isExpected in [true, false] {
            let error = DeepgramError.closure(broken, isExpected: isExpected, requestID: "r1")
            #expect(error?.code == .connectFailed && error?.requestID == "r1")
        }
        let ended = WebSocketClosure(code: .normalClosure, reason: "", initiator: .peer)
        #expect(DeepgramError.closure(ended, isExpected: true) == nil)
        #expect(DeepgramError.closure(ended, isExpected: false)?.code == .unavailable)
    }

    private static func closure(_ code: UInt16?, _ reason: String = "", isExpected: Bool = false) -> DeepgramError? {
        DeepgramError.closure(code: code, reason: reason, isExpected: isExpected, requestID: "r1")
    }

    @Test func takesAnEndThatWasAskedForAsSuccess() {
        #expect(Self.closure(1_000, isExpected: true) == nil)
        #expect(Self.closure(nil, isExpected: true) == nil)
        #expect(Self.closure(1_000)?.code == .unavailable)
        #expect(Self.closure(nil)?.code == .unavailable)
        #expect(Self.closure(1_011, isExpected: true)?.code == .unavailable)
    }

    @Test(arguments: [
        (UInt16(1_001), DeepgramError.Code.unavailable), (1_002, .protocolViolation), (1_003, .protocolViolation),
        (1_007, .protocolViolation), (1_008, .protocolViolation), (1_009, .protocolViolation), (1_011, .unavailable),
        (1_012, .unavailable), (1_013, .unavailable), (1_006, .unavailable), (4_000, .unavailable), (0, .unavailable),
    ])
    func understandsCloseCodes(code: UInt16, expected: DeepgramError.Code) {
        let error = Self.closure(code, "why")
        #expect(error?.code == expected)
        #expect(error?.cause == "close \(code): why")
        #expect(error?.requestID == "r1")
    }

    /// Reasons as they come over the wire, and as older ones were.
    @Test(arguments: [
        (
            UInt16(1_011),
            "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001",
            "neither audio nor KeepAlive"
        ),
        (1_011, "NET-0001", "neither audio nor KeepAlive"), (1_011, "net_0001", "neither audio nor KeepAlive"),
        (
            1_011, "Deepgram did not provide a response message within the timeout window. See https://dpgr.am/net0000",
            "no answer in time"
        ),
        (1_011, "Net-0000", "no answer in time"), (1_008, "DATA-0000", "cannot read the audio"),
        (1_002, "see https://dpgr.am/data0000", "cannot read the audio"), (1_008, "", "breaks its rules"),
    ])
    func understandsReasonsInAnySpelling(code: UInt16, reason: String, message: String) {
        #expect(Self.closure(code, reason)?.message.contains(message) == true)
    }
}
