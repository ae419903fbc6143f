// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Resilience
package import Twilio
package import TwilioREST

/// A client in front of a scripted server, in time that only the test moves.
package struct Stage: Sendable {
    package let client: TwilioClient
    package let server: ScriptedServer
    package let clock: ScriptClock
    package let observer: AttemptLog

    package static let account = AccountSID("AC00000000000000000000000000000001")!
    package static let call = CallSID("CA00000000000000000000000000000001")!
    package static let recording = RecordingSID("RE00000000000000000000000000000001")!
    package static let token = "a-token-that-nobody-may-see"
    /// Thu, 01 Jan 2026 00:00:00 GMT.
    package static let now = Date(timeIntervalSince1970: 1_767_225_600)

    package static let newCall = NewCall(
        to: "+14155550100",
        from: "+14155550123",
        then: .url("https://voice.example.com/answered/SECRETPATH")
    )

    package static func configuration() -> TwilioClient.Configuration {
        var configuration = TwilioClient.Configuration()
        configuration.requestTime = ScriptClock.long
        configuration.totalTime = ScriptClock.long
        configuration.mediaTime = ScriptClock.long
        configuration.retries.backoff.jitter = .none
        return configuration
    }

    package static func perform<Value>(
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
    package static func perform<Value>(
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

    package static func callJSON(_ number: Int, status: String = "queued", created: String? = nil) -> String {
        let digits = String(number)
        let sid = "CA" + String(repeating: "0", count: 32 - digits.count) + digits
        let date = created.map { "\"\($0)\"" } ?? "null"
        return #"{"sid":"\#(sid)","status":"\#(status)","date_created":\#(date),"to":"+14155550100"}"#
    }
}
