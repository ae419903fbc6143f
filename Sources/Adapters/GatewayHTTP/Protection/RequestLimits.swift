// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import HTTPTypes
import Logging
import NIOCore
import Resilience
import Twilio

/// The rate limits at work, shared by everything that answers requests. One that is off is not there, and then nobody
/// looks up who the client is.
final class RequestLimits: Sendable {
    private let proxies: TrustedProxies
    private let byAddress: [RateScope: KeyedRateLimiter<IPAddress>]
    private let byCaller: KeyedRateLimiter<String>?
    /// A flood must not flood the log.
    let refusals: RefusalLog

    init(
        _ limits: RateLimits,
        proxies: TrustedProxies,
        refusals: RefusalLog = RefusalLog(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        let rules: [(RateScope, RateLimit?)] = [
            (.voiceWebhooks, limits.voiceWebhooks), (.streams, limits.streams),
            (.failedSignatures, limits.failedSignatures), (.operatorReads, limits.operatorReads),
            (.operatorControl, limits.operatorControl), (.failedKeys, limits.failedKeys),
        ]
        self.proxies = proxies
        self.refusals = refusals
        self.byAddress = Dictionary(
            uniqueKeysWithValues: rules.compactMap { scope, limit in
                limit.map { (scope, KeyedRateLimiter($0, capacity: limits.capacity, clock: clock)) }
            }
        )
        self.byCaller = limits.perCaller.map { KeyedRateLimiter($0, capacity: limits.capacity, clock: clock) }
    }

    /// Counts a request against the limit of its client; when it is one too many, says for how long.
    func take(_ scope: RateScope, _ headers: HTTPFields, _ peer: SocketAddress?, _ logger: Logger) -> Duration? {
        guard let limiter = self.byAddress[scope], let client = self.client(headers, peer) else { return nil }
        return self.noted(limiter.take(client.network), scope, client, logger)
    }

    /// Whether a client is over its limit already, without counting.
    func excess(_ scope: RateScope, _ headers: HTTPFields, _ peer: SocketAddress?, _ logger: Logger) -> Duration? {
        guard let limiter = self.byAddress[scope], let client = self.client(headers, peer) else { return nil }
        return self.noted(limiter.peek(client.network), scope, client, logger)
    }

    /// Counts a call against the limit of its number. A withheld number is nobody's.
    func take(caller: PhoneAddress, _ logger: Logger) -> Duration? {
        guard let byCaller = self.byCaller, let key = Self.key(of: caller) else { return nil }
        return self.noted(byCaller.take(key), .caller, nil, logger)
    }

    /// Who sent a request, as far as the proxies in between are believed.
    func client(_ headers: HTTPFields, _ peer: SocketAddress?) -> IPAddress? {
        self.proxies.client(of: headers, peer: peer)
    }

    private static func key(of caller: PhoneAddress) -> String? {
        // A stranger's text, so its length is bounded too.
        switch caller {
        case .withheld: nil
        case .e164(let number), .whatsapp(let number), .shortCode(let number): number
        case .client(let name): "client:" + name.prefix(128)
        case .sip(let address): "sip:" + address.prefix { $0 != ";" && $0 != "?" }.prefix(128)
        case .sim(let name): "sim:" + name.prefix(128)
        case .other(let text): "other:" + text.prefix(128)
        }
    }

    private func noted(
        _ answer: RateLimitAnswer,
        _ scope: RateScope,
        _ client: IPAddress?,
        _ logger: Logger
    ) -> Duration? {
        guard let retryAfter = answer.retryAfter else { return nil }
        self.refusals.metrics.rateLimited(scope: scope.rawValue).increment()
        self.refusals.tell("rate limit reached", "too_many_\(scope.rawValue)", to: logger) {
            var metadata: Logger.Metadata = ["limit.scope": "\(scope.rawValue)", "refusal.mend": "\(scope.mend)"]
            if let client { metadata["client.address"] = "\(client)" }
            return metadata
        }
        return retryAfter
    }
}
