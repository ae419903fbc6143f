// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Logging
import NIOCore
import Resilience
import SwitchboardTesting
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(2)))
struct RateLimitTests {
    /// So slow that nothing comes back while a test runs.
    private static func rare(_ count: Int) -> RateLimit {
        RateLimit(count, per: .seconds(3_600 * count), burst: count)
    }

    private static func form(from number: String) -> FormParameters {
        FormParameters(
            TestGateway.form(call: .random()).map { $0.name == "From" ? .init(name: "From", value: number) : $0 }
        )
    }

    private func forged(
        _ gateway: TestGateway,
        _ headers: [(String, String)] = []
    ) async throws -> RawHTTP.Answer {
        let form = TestGateway.form(call: .random())
        let wrong = TestGateway.sign("/api/calls/next", form)
        return try await gateway.post("/api/calls/incoming", form, headers: [("X-Twilio-Signature", wrong)] + headers)
    }

    // MARK: Voice webhooks

    @Test func tellsALimitedCallerInWordsAndKeepsNothing() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.perCaller = Self.rare(2) }) { gateway async throws in
            for _ in 0..<2 {
                let answer = try await gateway.post("/api/calls/incoming", Self.form(from: "+14155550100"))
                #expect(answer.body.contains("<Stream"))
            }
            let form = Self.form(from: "+14155550100")
            let answer = try await gateway.post("/api/calls/incoming", form)
            #expect(answer.status == 200)
            #expect(
                answer["content-type"]?.hasPrefix("text/xml") == true || answer["content-type"]?.contains("xml") == true
            )
            #expect(answer.body.contains("<Say") && answer.body.contains("<Hangup"))
            #expect(!answer.body.contains("<Stream") && !answer.body.contains("<Dial"))
            let call = CallID(form["CallSid"] ?? "")
            #expect(try await gateway.store.call(call) == nil)
            #expect(gateway.manager.snapshot.pending == 2)
            #expect(gateway.lines("rate limit reached").first?["limit.scope"] == "caller")
            #expect(!gateway.logText.contains("4155550100"))
            // Somebody else is not touched.
            let other = try await gateway.post("/api/calls/incoming", Self.form(from: "+14155550101"))
            #expect(other.body.contains("<Stream"))
        }
    }

    @Test(arguments: ["anonymous", "+266696687", "", "sip:anonymous@anonymous.invalid"])
    func callersWhoWithholdTheirNumberShareNoLimit(_ number: String) async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.perCaller = Self.rare(1) }) { gateway async throws in
            for _ in 0..<4 {
                let answer = try await gateway.post("/api/calls/incoming", Self.form(from: number))
                #expect(answer.body.contains("<Stream"))
            }
        }
    }

    @Test func limitsVoiceWebhooksOfOneAddress() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.voiceWebhooks = Self.rare(3) }) { gateway async throws in
            for index in 0..<6 {
                let answer = try await gateway.post("/api/calls/incoming", Self.form(from: "+1415555010\(index)"))
                #expect(answer.status == 200)
                #expect(answer.body.contains("<Stream") == (index < 3))
            }
        }
    }

    @Test func strangersUseUpNothingOfTwilios() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits = RateLimits() }) { gateway async throws in
            for _ in 0..<200 { _ = try await self.forged(gateway) }
            for path in ["/api/calls/incoming", "/api/calls/next", "/api/calls/status"] {
                let form = TestGateway.form(call: .random(), status: "in-progress")
                let answer = try await gateway.post(path, form)
                #expect([200, 204].contains(answer.status), "\(path)")
            }
            let token = try await gateway.call(.random())
            try await StreamClient.open(token, on: gateway).close()
        }
    }

    @Test func signedCallbacksAreNeverLimited() async throws {
        try await TestGateway.run({ setup in
            setup.gateway.rateLimits.voiceWebhooks = Self.rare(1)
            setup.gateway.rateLimits.perCaller = Self.rare(1)
            setup.gateway.rateLimits.failedSignatures = Self.rare(1)
        }) { gateway async throws in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            for index in 0..<20 {
                let form = TestGateway.form(call: call, ["SequenceNumber": "\(index)"], status: "in-progress")
                #expect(try await gateway.post("/api/calls/status", form).status == 204)
                #expect(try await gateway.post("/api/calls/next", form).status == 200)
            }
        }
    }

    // MARK: Signatures

    @Test func answers429ToOneFailureTooManyAndLogsNoMore() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.failedSignatures = Self.rare(3) }) { gateway async throws in
            for index in 0..<6 {
                let answer = try await self.forged(gateway)
                #expect(answer.status == (index < 3 ? 403 : 429))
                if index >= 3 {
                    #expect(answer["retry-after"].flatMap { Int($0) } ?? 0 > 0)
                    #expect(answer["content-type"] == "application/problem+json")
                    #expect(answer.body.contains("urn:switchboard:problem:too-many-requests"))
                }
            }
            #expect(gateway.lines("webhook refused").count == 3)
            #expect(gateway.lines("rate limit reached").count <= 3)
            let upgrade = await #expect(throws: WebSocketError.self) {
                try await StreamClient.open("0123456789abcdef0123456789abcdef", on: gateway, isSigned: false)
            }
            #expect(upgrade?.refusal?.status.code == 429)
            #expect(try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random())).status == 200)
        }
    }

    @Test func inventedAddressesDoNotHelp() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.failedSignatures = Self.rare(3) }) { gateway async throws in
            for index in 0..<6 {
                let invented = "198.51.100.\(index)"
                let headers = [
                    ("X-Forwarded-For", invented), ("Forwarded", "for=\(invented)"), ("X-Real-IP", invented),
                    ("True-Client-IP", invented), ("CF-Connecting-IP", invented),
                ]
                #expect(try await self.forged(gateway, headers).status == (index < 3 ? 403 : 429))
            }
        }
    }

    @Test func aTrustedProxysClientsHaveLimitsOfTheirOwn() async throws {
        try await TestGateway.run({ setup in
            setup.gateway.rateLimits.failedSignatures = Self.rare(2)
            setup.gateway.trustedProxies = try TrustedProxies("loopback")
        }) { gateway async throws in
            for client in ["198.51.100.1", "198.51.100.2"] {
                for index in 0..<4 {
                    // What stands on the left is the client's own invention.
                    let headers = [("X-Forwarded-For", "203.0.113.\(index), \(client)")]
                    #expect(try await self.forged(gateway, headers).status == (index < 2 ? 403 : 429))
                }
            }
            // A network of 64 bits is one client.
            for index in 0..<4 {
                let headers = [("X-Forwarded-For", "2001:db8:1:2:\(index)::1")]
                #expect(try await self.forged(gateway, headers).status == (index < 2 ? 403 : 429))
            }
        }
    }

    // MARK: Streams

    @Test func limitsSignedUpgradesOfOneAddress() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.streams = Self.rare(1) }) { gateway async throws in
            let (first, second) = (try await gateway.call(.random()), try await gateway.call(.random()))
            try await StreamClient.open(first, on: gateway).close()
            let error = await #expect(throws: WebSocketError.self) { try await StreamClient.open(second, on: gateway) }
            #expect(error?.refusal?.status.code == 429)
        }
    }

    // MARK: Off, and the table

    @Test func offLooksNobodyUp() {
        let limits = RequestLimits(.off, proxies: .none)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        for scope in RateScope.allCases {
            for _ in 0..<100 { #expect(limits.take(scope, [:], nil, logger) == nil) }
        }
        #expect(limits.take(caller: .e164("+14155550100"), logger) == nil)
    }

    @Test func everyScopeLimitsAndIsNamed() throws {
        var rules = RateLimits()
        rules.voiceWebhooks = Self.rare(1)
        rules.streams = Self.rare(1)
        rules.failedSignatures = Self.rare(1)
        rules.operatorReads = Self.rare(1)
        rules.operatorControl = Self.rare(1)
        rules.failedKeys = Self.rare(1)
        rules.perCaller = Self.rare(1)
        let limits = RequestLimits(rules, proxies: .none)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (one, other) = (
            try SocketAddress(ipAddress: "192.0.2.1", port: 1), try SocketAddress(ipAddress: "192.0.2.2", port: 1)
        )
        for scope in RateScope.allCases where scope != .caller {
            #expect(limits.take(scope, [:], one, logger) == nil)
            #expect(limits.take(scope, [:], one, logger) != nil)
            #expect(limits.excess(scope, [:], one, logger) != nil)
            #expect(limits.excess(scope, [:], other, logger) == nil)
            #expect(limits.take(scope, [:], other, logger) == nil)
        }
        for address in [
            "+14155550100", "client:alice", "sip:alice@example.com", "sim:DE1", "whatsapp:+1415", "40404", "odd",
        ] {
            #expect(limits.take(caller: PhoneAddress(address), logger) == nil, "\(address)")
            #expect(limits.take(caller: PhoneAddress(address), logger) != nil, "\(address)")
        }
    }

    /// Counted in one process with other tests, so that only what is clearly too much is found.
    @Test func remembersOneHundredThousandAddressesInBoundedMemory() throws {
        var generator = SplitMix(seed: 5)
        let limiter = KeyedRateLimiter<IPAddress>(RateLimit(60, per: .seconds(60)), capacity: 16_384)
        let victim = try #require(IPAddress("203.0.113.66"))
        for _ in 0..<60 { #expect(limiter.take(victim).isAllowed) }
        #expect(!limiter.take(victim).isAllowed)
        for index in 0..<100_000 {
            let text =
                "2001:db8:\(String(index >> 16, radix: 16)):\(String(index & 0xFFFF, radix: 16))::\(generator.next() & 0xFF)"
            _ = limiter.take(try #require(IPAddress(text)).network)
        }
        for index in 0..<10_000 { _ = limiter.take(try #require(IPAddress("10.0.\(index >> 8).\(index & 0xFF)"))) }
        #expect(limiter.count == limiter.capacity)
        #expect(limiter.capacity == 16_384)
    }

    private struct SplitMix {
        var seed: UInt64

        mutating func next() -> UInt64 {
            self.seed = self.seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.seed >> 32
        }
    }
}
