// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import Resilience
import Twilio

extension GatewayPlan {
    /// What makes calls, with the addresses that Twilio is given for them; `nil` without a carrier.
    func makeDialler() -> CallDialler? {
        guard let carrier = self.carrier else { return nil }
        let (calling, address) = (self.configuration.calling, self.address)
        var settings = CallDialler.Configuration()
        settings.account = self.configuration.accountSID?.description ?? ""
        settings.callerNumbers = calling.callerNumbers
        // Checked when the gateway was made.
        settings.destinations = (try? calling.rules()) ?? .nothing
        settings.ringLimit = calling.ringLimit
        settings.maximumOrders = calling.maximumOrders
        settings.orderLifetime = calling.orderLifetime
        let limiter = RateLimiter(RateLimit(calling.callsPerMinute, per: .seconds(60)))
        return CallDialler(
            carrier: carrier,
            manager: self.manager,
            configuration: settings,
            surroundings: CallDialler.Surroundings(
                addresses: { Self.addresses(for: $0, address) },
                receivedID: { EventID(naming: "received", $0.rawValue) },
                limit: { limiter.take().retryAfter }
            ),
            logger: self.logger
        )
    }

    /// The order's name is in the addresses that are asked before the carrier may have told us the call's name.
    private static func addresses(for order: String, _ address: GatewayAddress) -> CallDialler.Addresses? {
        guard let url = address.validator?.publicURL else { return nil }
        let name: FormParameters = ["order": order]
        let query = "?" + String(decoding: name.encoded, as: UTF8.self)
        return CallDialler.Addresses(
            answer: url.url(of: GatewayPath.incoming + query),
            fallback: url.url(of: GatewayPath.fallback + query),
            status: url.url(of: GatewayPath.status + query),
            machine: url.url(of: GatewayPath.machine)
        )
    }
}
