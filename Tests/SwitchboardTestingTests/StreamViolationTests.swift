// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket
import SwitchboardTesting
import Testing
import Twilio

/// What a server may do wrong on a media stream, and what Twilio's debugger calls it.
@Suite(.serialized) struct StreamViolationTests {
    private static let page = """
        <Connect><Stream url="wss://voice.example.com/media/abc" name="line">\
        <Parameter name="token" value="t&amp;1"/></Stream></Connect><Redirect>/next</Redirect>
        """
    private let respond: TwiMLServer.Respond = { request in
        request.path == "/voice" ? .twiML(Self.page) : .twiML("<Hangup/>")
    }
    /// An agent that closes as soon as the stream has started.
    private static let closing: @Sendable () -> Agent = {
        Agent { line, message in if case .start = message { line.close() } }
    }

    @Test(arguments: [
        (#"{"event":"media","streamSid":"SID","media":{"payload":"!!!!"}}"#, 31_951),
        (#"{"event":"media","streamSid":"SID","media":{"payload":"//8"}}"#, 31_951),
        (#"{"event":"media","streamSid":"SID","media":{"payload":"//8=","track":"outbound"}}"#, 31_951),
        (#"{"event":"media","streamSid":"MZ00","media":{"payload":"//8="}}"#, 31_951),
        (#"{"event":"media","media":{"payload":"//8="}}"#, 31_951),
        (#"{"event":"media","streamSid":"SID","media":"//8="}"#, 31_951),
        (#"{"event":"mark","streamSid":"SID"}"#, 31_951),
        (#"{"event":"mark","streamSid":"SID","mark":{"name":7}}"#, 31_951),
        (#"{"event":"clear","streamSid":"SID","clear":{}}"#, 31_951),
        (#"{"event":"dtmf","streamSid":"SID"}"#, 31_951),
        (#"{"streamSid":"SID"}"#, 31_951),
        (#"["event"]"#, 31_950),
        ("hello", 31_950),
        ("", 31_950),
    ])
    func namesTheWarningForAMessageThatIsWrong(_ text: String, _ code: Int) async throws {
        let agent = Agent { line, message in
            guard case .start = message else { return }
            line.send(text: text.replacing("SID", with: line.streamSID))
            line.close()
        }
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond)
        #expect(result.codes == [code])
        #expect(result.isClean)
    }

    @Test func acceptsAnyOrderAndSpacingOfMembers() async throws {
        let agent = Agent { line, message in
            guard case .start = message else { return }
            let sid = line.streamSID
            line.send(text: #"{ "media" : { "payload" : "\/\/8=" }, "streamSid" : "\#(sid)", "event" : "media" }"#)
            line.send(text: #"{"mark":{"name":"a\u0062"},"event":"mark","streamSid":"\#(sid)"}"#)
            line.send(text: #"{"streamSid":"\#(sid)","event":"clear"}"#)
            line.close()
        }
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond)
        #expect(result.codes == [])
        #expect(result.firstStream.audioBytesReceived == 2 && result.firstStream.clears == 1)
    }

    @Test func theSameComplaintIsMadeOnceForAStream() async throws {
        let agent = Agent { line, message in
            guard case .start = message else { return }
            for _ in 0..<5 { line.send(text: "{}") }
            line.send(.binary, [1, 2, 3])
            line.close()
        }
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond)
        #expect(result.codes == [31_951, 31_950])
        #expect(result.firstStream.messagesReceived == 6)
    }

    @Test func aCloseWithAnErrorCodeIsAnError() async throws {
        let agent = Agent { line, message in if case .start = message { line.close(.unexpectedServerError) } }
        let (result, server) = try await simulate(agent: { agent }, respond: self.respond)
        #expect(result.codes == [31_921] && result.firstStream.closeCode == 1011)
        #expect(server.requests.last?.path == "/next")
    }

    @Test func aConnectionThatBreaksIsAnErrorAndTheCallGoesOn() async throws {
        let agent = Agent { line, message in if case .start = message { line.breakConnection() } }
        let (result, server) = try await simulate(agent: { agent }, respond: self.respond)
        #expect(result.codes == [31_903] && result.firstStream.closedBy == .transport)
        #expect(server.requests.last?.path == "/next" && result.ending == .serverHungUp)
    }

    @Test func framesThatAreNoWebSocketAreAnError() async throws {
        let agent = Agent { line, message in
            guard case .start = message else { return }
            // A fragmented ping, which RFC 6455 section 5.5 forbids.
            let frame = WebSocketFrame(fin: false, opcode: .ping, data: ByteBuffer())
            line.context.writeAndFlush(NIOAny(frame), promise: nil)
        }
        let (result, _) = try await simulate(agent: { agent }, respond: self.respond)
        #expect(result.codes == [31_924])
    }

    @Test(arguments: [401, 403, 404, 429, 503])
    func aRefusedUpgradeIsNotedWithItsStatus(_ status: Int) async throws {
        let (result, server) = try await simulate(respond: { request in
            switch request.path {
            case "/voice": .twiML(Self.page)
            case "/next": .twiML("<Hangup/>")
            default: .status(status)
            }
        })
        #expect(result.codes == [31_920], "\(result.violations)")
        #expect(result.streams.map(\.httpStatus) == [status])
        #expect(result.firstStream.framesSent == 0 && result.ending == .serverHungUp)
        #expect(server.requests.last?.path == "/next")
    }

    @Test(arguments: [
        (#"<Stream url="ws://voice.example.com/m"/>"#, 31_922),
        (#"<Stream url="https://voice.example.com/m"/>"#, 31_922),
        (#"<Stream/>"#, 31_923),
        (#"<Stream url="wss://voice.example.com/m" track="both_tracks"/>"#, 31_941),
        ("<Room>x</Room>", 0),
    ])
    func refusesStreamsThatTwilioRefuses(_ noun: String, _ code: Int) async throws {
        let (result, server) = try await simulate(respond: { _ in .twiML("<Connect>\(noun)</Connect><Say>on</Say>") })
        #expect(result.codes == [code] && result.streams.isEmpty)
        #expect(server.requests.count == 1 && result.verbNames == ["Connect", "Say"])
    }

    @Test func insecureStreamsOpenWhenTheyAreAllowed() async throws {
        let (result, _) = try await simulate(
            agent: Self.closing,
            respond: { request in
                request.path == "/voice"
                    ? .twiML(#"<Connect><Stream url="ws://voice.example.com/m?x=1"/></Connect>"#) : nil
            },
            configure: { call, _ in call.acceptsInsecureStreams = true }
        )
        #expect(result.streams.map(\.httpStatus) == [101] && result.firstStream.url == "ws://voice.example.com/m")
        #expect(result.codes == [0])
    }
}
