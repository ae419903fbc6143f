// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Recordings are streamed, within bounds, and credentials stay with Twilio's API.
@Suite struct MediaTests {
    private static func read(_ stage: Stage, maximumBytes: Int = 1_000_000) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in try await stage.client.recordings.media(of: Stage.recording, maximumBytes: maximumBytes)
        {
            bytes += chunk.readableBytesView
        }
        return bytes
    }

    @Test func streamsARecording() async throws {
        let audio = String(repeating: "RIFF", count: 50_000)
        try await Stage.perform(replies: [.answer(200, audio, type: "audio/x-wav")]) { stage in
            let media = try await stage.client.recordings.media(of: Stage.recording, as: .wav, channels: .dual)
            #expect(media.contentType == "audio/x-wav")
            #expect(media.length == 200_000)
            var count = 0
            for try await chunk in media { count += chunk.readableBytes }
            #expect(count == 200_000)
            let request = try #require(stage.server.requests.first)
            #expect(request.path == "/2010-04-01/Accounts/\(Stage.account)/Recordings/\(Stage.recording).wav")
            #expect(try request.query() == ["RequestedChannels": "2"])
        }
    }

    @Test func isNotFoundUntilItIsReady() async throws {
        try await Stage.perform(replies: [.error(404, code: 20_404, "not found"), .html(503), .answer(200, "RIFF")]) {
            stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await Self.read(stage) }
            #expect(error?.code == .notFound)
            let bytes = try await Self.read(stage)
            #expect(bytes == Array("RIFF".utf8))
        }
    }

    @Test func anAnnouncedLengthBeyondTheLimitIsRefusedAtOnce() async throws {
        try await Stage.perform(replies: [.cut(200, "RIFF", announcing: 2_000_000, closes: true)]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await Self.read(stage) }
            #expect(error?.code == .answerTooLarge)
        }
    }

    @Test func anUnannouncedLengthIsBoundedToo() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
        let reply = ScriptedReply(
            parts: [Array(head.utf8)] + Array(repeating: Array(chunk.utf8), count: 100),
            closes: true
        )
        try await Stage.perform(replies: [reply]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) {
                try await Self.read(stage, maximumBytes: 100_000)
            }
            #expect(error?.code == .answerTooLarge)
        }
    }

    @Test func aCutRecordingIsAnError() async throws {
        try await Stage.perform(replies: [.cut(200, "RIFF", announcing: 400, closes: true)]) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await Self.read(stage) }
            #expect(error?.code == .connectionLost)
        }
    }

    @Test func followsARedirectOnTheSameHostWithoutCredentials() async throws {
        try await Stage.perform(replies: [.answer(307, "", headers: ["Location: /media/1"]), .answer(200, "RIFF")]) {
            stage in
            let bytes = try await Self.read(stage)
            #expect(bytes == Array("RIFF".utf8))
            #expect(stage.server.requests.map(\.path).last == "/media/1")
            #expect(stage.server.requests[0].header("authorization") != nil)
            #expect(stage.server.requests[1].header("authorization") == nil)
        }
    }

    @Test func aRedirectThatNeverEndsIsAnError() async throws {
        let replies = Array(repeating: ScriptedReply.answer(302, "", headers: ["Location: /media/1"]), count: 9)
        try await Stage.perform(replies: replies) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await Self.read(stage) }
            #expect(error?.code == .redirected)
            #expect(stage.server.requests.count == 4)
        }
    }

    @Test(arguments: [
        "http://media.twilio.com/x", "https://evil.example.com/x", "https://twilio.com.evil.example.com/x",
        "https://eviltwilio.com/x", "https://169.254.169.254/latest", "https://127.0.0.1/x", "https://[::1]/x",
        "https://media.twilio.com:8080/x", "https://user:pw@media.twilio.com/x", "https://evil.example.com#@twilio.com",
        "https://evil.example.com?@media.twilio.com/", "//evil.example.com/x", "file:///etc/passwd", "", "x",
        "https://",
        "https://media.twilio.com\\@evil.example.com/",
    ])
    func aRedirectToWhereNoMediaLieIsRefused(_ location: String) {
        let hosts = TwilioClient.Configuration().mediaHosts
        #expect(MediaTarget(location, endpoint: .standard, hosts: hosts) == nil)
    }

    @Test(arguments: [
        "https://media.twilio.com/x?Signature=abc%2B", "https://twilio.com/x", "https://s3.amazonaws.com:443/bucket/x",
        "https://MEDIA.TWILIO.COM/x", "/x",
    ])
    func aRedirectToWhereMediaLieIsFollowed(_ location: String) throws {
        let hosts = TwilioClient.Configuration().mediaHosts
        let target = try #require(MediaTarget(location, endpoint: .standard, hosts: hosts))
        #expect(target.request(userAgent: "x").headers.first(name: "authorization") == nil)
        #expect(target.request(userAgent: "x").url.hasSuffix(location))
    }
}
