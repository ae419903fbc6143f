// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import Deepgram
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@Suite(.timeLimit(.minutes(2))) struct SpeakClientTests {
    private static let sound: [UInt8] = (0..<4000).map { UInt8(0x70 + $0 % 13) }

    @Test func asksForBareMuLawWithTheTextInJSON() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound(Self.sound) }
        let text = "Say \"yes\" \\ <b>größer</b>\n日本語 🙂\u{0}"
        let parameters = SpeakParameters(voice: "aura-2-orion-en", speed: 1.2, tags: ["a b"], optsOutOfTraining: true)
        let stage = try await SpeakStage(text, at: server.url, parameters: parameters)
        #expect(await stage.ended().code == nil)
        let request = try #require(server.requests.events.first)
        #expect(request.head.method == .POST)
        #expect(
            request.head.uri == "/v1/speak?model=aura-2-orion-en&encoding=mulaw&sample_rate=8000&speed=1.2"
                + "&mip_opt_out=true&container=none&tag=a%20b"
        )
        #expect(request.head.headers["authorization"] == ["Token secret"])
        #expect(request.head.headers["content-type"] == ["application/json"])
        let body = try JSONDecoder().decode([String: String].self, from: Data(request.body.utf8))
        #expect(body == ["text": text])
    }

    @Test func handsSoundOnBeforeTheRestHasCome() async throws {
        let server = try await ScriptedAura { _ in
            let steps = AuraStep.sound(Self.sound)
            return [steps[0], .chunk([0x70, 0x71, 0x72, 0x73]), .hold] + steps[1...]
        }
        let stage = try await SpeakStage(at: server.url)
        await stage.heard(4)
        #expect(stage.log.events == [.audio([0x70, 0x71, 0x72, 0x73])])
        server.go()
        let end = await stage.ended()
        #expect(end.code == nil)
        #expect(end.audio == [0x70, 0x71, 0x72, 0x73] + Self.sound)
    }

    @Test func usesItsConnectionAgain() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound(Self.sound) }
        for _ in 0..<5 { _ = try await SpeakStage(at: server.url).ended() }
        #expect(server.requests.events.map(\.connection) == [1, 1, 1, 1, 1])
    }

    @Test func staysOnTheCallsEventLoopWhenTheClientLivesElsewhere() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound(Self.sound) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let stage = try await SpeakStage(at: server.url, on: group.next())
        #expect(await stage.ended().audio == Self.sound)
        try await group.shutdownGracefully()
    }

    @Test(arguments: [
        (400, DeepgramError.Code.invalidParameters), (401, .unauthorised), (402, .paymentRequired), (403, .forbidden),
        (408, .unavailable), (413, .invalidParameters), (422, .invalidParameters), (429, .tooManyConnections),
        (500, .unavailable), (503, .unavailable), (599, .unavailable), (301, .invalidParameters),
        (204, .unavailable),
    ])
    func saysWhatARefusalMeans(status: Int, code: DeepgramError.Code) async throws {
        let server = try await ScriptedAura { _ in
            guard status != 204 else { return [.bytes(Array("HTTP/1.1 204 No\r\n\r\n".utf8))] }
            let headers = [("retry-after", "7"), ("dg-request-id", "r-9"), ("location", "http://127.0.0.1:1/")]
            return AuraStep.refusal(status, headers, #"{"err_code":"WHY","err_msg":"so\nthere","request_id":"r-9"}"#)
        }
        let stage = try await SpeakStage(at: server.url)
        #expect(await stage.ended().code == code)
        let error = try #require(stage.errors.events.first)
        guard status != 204 else { return }
        #expect(error.retryAfter == .seconds(7))
        #expect(error.requestID == "r-9")
        #expect(error.cause == "WHY: so there")
        #expect(!"\(error)".contains("secret"))
    }

    @Test func readsLittleOfAnEndlessRefusal() async throws {
        let server = try await ScriptedAura { _ in
            [.head(503, [])] + (0..<200).map { _ in .chunk([UInt8](repeating: 0x78, count: 60_000)) }
        }
        let stage = try await SpeakStage(at: server.url)
        #expect(await stage.ended().code == .unavailable)
        await server.ended.wait { $0 == [1] }
    }

    @Test(arguments: [
        "audio/wav", "application/json", "text/html; charset=utf-8", "audio/mulaw;rate=16000", "audio/mpeg",
    ])
    func playsNothingThatIsNotMuLaw(mediaType: String) async throws {
        let server = try await ScriptedAura { _ in
            [.head(200, [("content-type", mediaType)]), .chunk(Self.sound), .end]
        }
        let end = try await SpeakStage(at: server.url).ended()
        #expect(end.code == .protocolViolation)
        #expect(end.audio.isEmpty)
    }

    @Test(arguments: [
        "RIFF\u{24}abcWAVE", "{\"err_code\":\"X\"}", "{ \"a\":1}", "<html>", "<!DOCTYPE html>", "OggS", "ID3x", "fLaC",
    ])
    func playsNoHeaderAsSound(start: String) async throws {
        for cut in 0..<start.utf8.count {
            let bytes = Array(start.utf8)
            let server = try await ScriptedAura { _ in
                let head = AuraStep.sound([])[0]
                let parts = [Array(bytes[..<cut]), Array(bytes[cut...]) + Self.sound].filter { !$0.isEmpty }
                return [head] + parts.map(AuraStep.chunk) + [.end]
            }
            let end = try await SpeakStage(at: server.url).ended()
            #expect(end.code == .protocolViolation)
            #expect(end.audio.isEmpty)
            try await server.stop()
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5]) func playsTheShortestSound(count: Int) async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound([UInt8](repeating: 0x7F, count: count)) }
        let end = try await SpeakStage(at: server.url).ended()
        #expect(end.code == nil)
        #expect(end.audio.count == count)
    }

    @Test func takesNoSoundForAFailureWhereThereAreWords() async throws {
        let server = try await ScriptedAura { _ in [AuraStep.sound([])[0], .end] }
        #expect(try await SpeakStage("Words.", at: server.url).ended().code == .unavailable)
        #expect(try await SpeakStage("…", at: server.url).ended().code == nil)
    }

    @Test(arguments: [true, false]) func tellsWhenASoundIsCutOff(byReset: Bool) async throws {
        let server = try await ScriptedAura { _ in
            [AuraStep.sound([])[0], .chunk(Self.sound), .hold, byReset ? .reset : .close]
        }
        let stage = try await SpeakStage(at: server.url)
        await stage.heard(Self.sound.count)
        server.go()
        let end = await stage.ended()
        #expect(end.code == .unavailable)
        #expect(end.audio == Self.sound)
    }

    @Test(arguments: [AuraStep.close, .reset]) func tellsWhenTheServerHangsUpAtOnce(step: AuraStep) async throws {
        let server = try await ScriptedAura { _ in [step] }
        #expect(try await SpeakStage(at: server.url).ended().code == .connectFailed)
    }

    @Test func tellsWhenNobodyListens() async throws {
        let server = try await ScriptedAura { _ in [] }
        let url = server.url
        try await server.stop()
        #expect(try await SpeakStage(at: url).ended().code == .connectFailed)
    }

    @Test func tellsWhenItIsNotHTTP() async throws {
        let server = try await ScriptedAura { _ in [.bytes(Array("SSH-2.0-OpenSSH_9.2\r\n\r\n".utf8)), .close] }
        #expect(try await SpeakStage(at: server.url).ended().code == .protocolViolation)
    }

    @Test func sendsNothingToAServerItCannotTrust() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound(Self.sound) }
        let url = server.url.replacing("http:", with: "https:")
        #expect(try await SpeakStage(at: url).ended().code == .connectFailed)
        #expect(server.requests.events.isEmpty)
        for tls in [
            try TestCertificates.server(TestCertificates.good),
            try TestCertificates.server(TestCertificates.good, maximumTLSVersion: .tlsv11),
        ] {
            try await EngineServer.run(tls: tls) { server in
                let stage = try await SpeakStage(at: "https://localhost:\(server.port)")
                #expect(await stage.ended().code == .untrusted)
                #expect(try await server.accept().readToEnd().isEmpty)
            }
        }
    }

    @Test func waitsNoLongerThanItMayForTheFirstSound() async throws {
        let limits = SpeakLimits(firstAudio: .milliseconds(50), stall: .seconds(60))
        for script: [AuraStep] in [[], [AuraStep.sound([])[0]]] {
            let server = try await ScriptedAura { _ in script }
            #expect(try await SpeakStage(at: server.url, limits: limits).ended().code == .timedOut)
        }
    }

    @Test func waitsNoLongerThanItMayForTheNextSound() async throws {
        let server = try await ScriptedAura { _ in [AuraStep.sound([])[0], .chunk(Self.sound)] }
        let limits = SpeakLimits(firstAudio: .seconds(60), stall: .milliseconds(50))
        let end = try await SpeakStage(at: server.url, limits: limits).ended()
        #expect(end.code == .timedOut)
        #expect(end.audio == Self.sound)
    }

    @Test func speaksNoLongerThanItMay() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound(Self.sound) }
        let limits = SpeakLimits(firstAudio: .seconds(60), stall: .seconds(60), audioBytes: Self.sound.count - 1)
        #expect(try await SpeakStage(at: server.url, limits: limits).ended().code == .protocolViolation)
        let total = SpeakLimits(firstAudio: .seconds(60), stall: .seconds(60), total: .milliseconds(50))
        server.answer { _ in [AuraStep.sound([])[0], .chunk(Self.sound), .hold] }
        #expect(try await SpeakStage(at: server.url, limits: total).ended().code == .timedOut)
    }

    @Test func readsNoFurtherWhilePaused() async throws {
        let size = 64 << 20
        let server = try await ScriptedAura { _ in AuraStep.sound([UInt8](repeating: 0x70, count: size)) }
        let limits = SpeakLimits(firstAudio: .seconds(60), stall: .seconds(60), audioBytes: size)
        let stage = try await SpeakStage(at: server.url, limits: limits) { $0.pause() }
        await stage.heard(1)
        #expect(server.written.events.isEmpty)
        // Each part pauses it again.
        var heard = 0
        while heard < size {
            try await stage.perform { $0.resume() }
            let before = heard
            await stage.log.wait { SpeakStage.audio($0).count > before || $0.last == .ended(nil) }
            heard = SpeakStage.audio(stage.log.events).count
            if heard > 1 << 20 { break }
        }
        #expect(server.written.events.isEmpty)
        try await stage.cancel()
        await server.ended.wait { $0 == [1] }
    }

    @Test func isSilentOnceItIsCancelled() async throws {
        let server = try await ScriptedAura { request in
            request.number == 2 ? [AuraStep.sound([])[0], .chunk(Self.sound), .hold, .chunk(Self.sound), .end] : []
        }
        // While it connects, or waits for the answer.
        let early = try await SpeakStage(at: server.url)
        await server.requests.wait { $0.count == 1 }
        try await early.cancel()
        await server.ended.wait { $0 == [1] }
        // In the middle of the sound.
        let middle = try await SpeakStage(at: server.url)
        await middle.heard(Self.sound.count)
        try await middle.cancel()
        try await middle.cancel()
        server.go()
        await server.ended.wait { $0.count == 2 }
        #expect(early.log.events.isEmpty)
        #expect(SpeakStage.audio(middle.log.events) == Self.sound)
        // At once, and after the end.
        server.answer { _ in AuraStep.sound(Self.sound) }
        let late = try await SpeakStage(at: server.url)
        _ = await late.ended()
        try await late.cancel()
        #expect(late.log.events.last == .ended(nil))
    }

    @Test func refusesWhatDeepgramWouldRefuse() async throws {
        let server = try await ScriptedAura { _ in AuraStep.sound(Self.sound) }
        for parameters in [
            SpeakParameters(voice: "alloy"), SpeakParameters(voice: "aura-2 x"), SpeakParameters(speed: 0.2),
            SpeakParameters(tags: [""]), SpeakParameters(voice: "flux-thalia-en"), SpeakParameters(speed: .nan),
        ] {
            let stage = try await SpeakStage(at: server.url, parameters: parameters)
            #expect(await stage.ended().code == .invalidParameters)
        }
        #expect(server.requests.events.isEmpty)
    }
}
