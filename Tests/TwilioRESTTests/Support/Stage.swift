// SPDX-License-Identifier: Apache-2.0

import Foundation
import Resilience
import Synchronization
import Twilio

@testable import TwilioREST

/// A client in front of a scripted server, in time that only the test moves.
struct Stage: Sendable {
    let client: TwilioClient
    let server: ScriptedServer
    let clock: ScriptClock
    let observer: AttemptLog

    static let account = AccountSID("AC00000000000000000000000000000001")!
    static let call = CallSID("CA00000000000000000000000000000001")!
    static let recording = RecordingSID("RE00000000000000000000000000000001")!
    static let token = "a-token-that-nobody-may-see"
    /// Thu, 01 Jan 2026 00:00:00 GMT.
    static let now = Date(timeIntervalSince1970: 1_767_225_600)

    static let newCall = NewCall(
        to: "+14155550100",
        from: "+14155550123",
        then: .url("https://voice.example.com/answered/SECRETPATH")
    )

    static func configuration() -> TwilioClient.Configuration {
        var configuration = TwilioClient.Configuration()
        configuration.requestTime = ScriptClock.long
        configuration.totalTime = ScriptClock.long
        configuration.mediaTime = ScriptClock.long
        configuration.retries.backoff.jitter = .none
        return configuration
    }

    static func perform<Value>(
        _ configuration: TwilioClient.Configuration = Self.configuration(),
        script:
            @escaping @Sendable (_ request: ScriptedServer.Request, _ index: Int, _ clock: ScriptClock) -> ScriptedReply,
        _ body: (Stage) async throws -> Value
    ) async throws -> Value {
        let clock = ScriptClock()
        let server = ScriptedServer { script($0, $1, clock) }
        return try await server.run { port in
            let observer = AttemptLog(clock: clock)
            let client = TwilioClient(
                credentials: .authToken(account: Self.account, token: Self.token),
                endpoint: try TwilioEndpoint(url: "http://127.0.0.1:\(port)"),
                configuration: configuration,
                clock: clock,
                now: { Self.now },
                observer: observer
            )
            do {
                let stage = Stage(client: client, server: server, clock: clock, observer: observer)
                let value = try await body(stage)
                try await client.shutdown()
                return value
            } catch {
                try? await client.shutdown()
                throw error
            }
        }
    }

    /// Each request gets the next reply; one too many is answered with 418.
    static func perform<Value>(
        _ configuration: TwilioClient.Configuration = Self.configuration(),
        replies: [ScriptedReply],
        _ body: (Stage) async throws -> Value
    ) async throws -> Value {
        try await self.perform(configuration) { _, index, clock in
            guard index < replies.count else { return .answer(418, "{}") }
            // A reply that never comes whole: time is over.
            if replies[index].isEndless { clock.expireLimits() }
            return replies[index]
        } _: {
            try await body($0)
        }
    }

    static func callJSON(_ number: Int, status: String = "queued", created: String? = nil) -> String {
        let digits = String(number)
        let sid = "CA" + String(repeating: "0", count: 32 - digits.count) + digits
        let date = created.map { "\"\($0)\"" } ?? "null"
        return #"{"sid":"\#(sid)","status":"\#(status)","date_created":\#(date),"to":"+14155550100"}"#
    }
}

/// Notes what an observer hears; time limits are in force again after an attempt that ran into one.
final class AttemptLog: TwilioRESTObserver {
    private let state = Mutex<(attempts: [RESTAttempt], transitions: [CircuitTransition])>(([], []))
    private let clock: ScriptClock

    init(clock: ScriptClock) {
        self.clock = clock
    }

    var attempts: [RESTAttempt] { self.state.withLock { $0.attempts } }
    var transitions: [CircuitTransition] { self.state.withLock { $0.transitions } }

    func attempted(_ attempt: RESTAttempt) {
        self.clock.restoreLimits()
        self.state.withLock { $0.attempts.append(attempt) }
    }

    func breakerChanged(_ transition: CircuitTransition) {
        self.state.withLock { $0.transitions.append(transition) }
    }
}

extension ScriptedReply {
    /// Whether the client would wait for the rest for ever.
    var isEndless: Bool {
        guard !self.closes, self.parts.count <= 1 else { return false }
        guard let part = self.parts.first else { return true }
        let text = String(decoding: part, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let length = text.firstMatch(of: /Content-Length: (\d+)/) else {
            return false
        }
        return text[end.upperBound...].utf8.count < (Int(length.1) ?? 0)
    }
}
