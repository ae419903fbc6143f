// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

extension TestGateway {
    /// The fields of a voice webhook.
    static func form(call: CallSID, _ more: FormParameters = [:], status: String = "ringing") -> FormParameters {
        var form: FormParameters = [
            "CallSid": call.description, "AccountSid": self.account, "From": "+15005550006", "To": "+15005550001",
            "CallStatus": status, "ApiVersion": "2010-04-01", "Direction": "inbound",
        ]
        for field in more { form.append(field) }
        return form
    }

    static func sign(
        _ target: String,
        _ form: FormParameters,
        token: AuthToken = TestGateway.token,
        base: String = TestGateway.publicURL
    ) -> String {
        RequestSignature.of(url: base + target, parameters: form, token: token).headerValue
    }

    /// Posts as Twilio does.
    func post(
        _ target: String,
        _ form: FormParameters,
        headers: [(String, String)] = []
    ) async throws -> RawHTTP.Answer {
        let hasSignature = headers.contains { $0.0.lowercased() == "x-twilio-signature" }
        let signature = hasSignature ? [] : [("X-Twilio-Signature", Self.sign(target, form))]
        return try await RawHTTP.request(
            "POST",
            target,
            port: self.port,
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + signature + headers,
            body: form.encoded
        )
    }

    /// Posts the voice webhook of a new call and returns its stream token.
    func call(_ call: CallSID, _ headers: [(String, String)] = []) async throws -> String {
        let answer = try await self.post("/api/calls/incoming", Self.form(call: call), headers: headers)
        return try Self.token(in: answer.body)
    }

    static func token(in twiML: String) throws -> String {
        let doors = ["/api/calls/stream/", "/api/calls/relay/"]
        guard let start = doors.lazy.compactMap({ twiML.firstRange(of: $0)?.upperBound }).first else {
            throw RawHTTP.NoAnswer(received: twiML)
        }
        return String(twiML[start...].prefix { $0 != "\"" })
    }

    /// Waits until something is so; for what happens on another thread and has no event to wait for.
    func eventually(_ condition: () async throws -> Bool) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(10)
        while try await !condition() {
            guard clock.now < deadline else { throw NeverHappened() }
            await Task.yield()
        }
    }

    struct NeverHappened: Error {}
}
