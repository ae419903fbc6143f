// SPDX-License-Identifier: Apache-2.0

import Twilio
import WebSockets

/// All values that the labels of this gateway's metrics may have.
package enum GatewayLabels {
    /// `route` of `switchboard_http_requests_total`: our routes with the names of their parameters, and one word for
    /// all paths of strangers.
    package static let routes = GatewayPath.templates + [Self.unknownRoute]
    /// `route` of `switchboard_webhook_requests_total`.
    package static let webhooks = GatewayPath.webhookNames.values.sorted()
    /// `scope` of `switchboard_rate_limited_total`.
    package static let rateScopes = RateScope.allCases.map(\.rawValue)
    /// `reason` of `switchboard_http_refused_total`.
    package static let edgeRefusals = HTTPEdgeRefusal.Reason.allCases.map(\.rawValue)
    /// `reason` of `switchboard_stream_refused_total`.
    package static let streamRefusals =
        SignatureVerdict.allCases.filter { !$0.isValid }.map(\.rawValue) + [
            "rate_limited", "too_many_unstarted", "malformed_token", "draining", "token_unknown_used_or_expired",
        ]
    /// `reason` of `switchboard_stream_protocol_ended_total`.
    package static let streamEnds =
        StreamProtocol.Refusal.allCases.map(\.rawValue) + RelayProtocol.Refusal.allCases.map(\.rawValue) + [
            StreamFault.callUnknown.reason, StreamFault.violation,
        ]
    /// `result` of `switchboard_exports_total`.
    package static let exportResults = ["complete", "client_gone", "broken_off"]

    static let unknownRoute = "unknown"
}
