// SPDX-License-Identifier: Apache-2.0

import CallCore

/// How calls are made, moved and held.
///
/// ```swift
/// configuration.calling.callerNumbers = ["+12025550100"]
/// configuration.calling.destinations = ["+1", "-+1900", "+49"]
/// ```
public struct CallingConfiguration: Sendable, Hashable {
    /// Our own numbers, which calls may show; the first one unless an order says otherwise.
    public var callerNumbers: [String] = []
    /// Where calls may go, and where operators may transfer calls to: prefixes as in ``CallCore/DiallingRules``. Nothing
    /// unless it is listed.
    public var destinations: [String] = []
    /// How many calls may be ordered in a minute; as many at once.
    public var callsPerMinute = 30
    /// How long a call that we make may ring, unless its order says otherwise; whole seconds.
    public var ringLimit = Duration.seconds(30)
    /// Orders that are kept in mind, so that one that comes twice dials once.
    public var maximumOrders = 10_000
    /// How long an order is kept in mind.
    public var orderLifetime = Duration.seconds(86_400)
    /// The carrier's queue in which callers are held.
    public var holdQueue = "switchboard-hold"
    /// What held callers hear; `nil` for the carrier's own music.
    public var holdMusicURL: String?
    /// With ``holdMusicURL``: after so long the call is taken up again by itself.
    public var longestHold = Duration.seconds(1_800)
    /// Whether the conversation with a person is recorded by the carrier, each side in a channel of its own.
    public var recordsTransfers = false

    /// Nobody may be called.
    public init() {}

    /// The rules of ``destinations``. Fails with ``GatewayError/Code/invalidConfiguration``.
    func rules() throws(GatewayError) -> DiallingRules {
        do throws(DiallingError) {
            return try DiallingRules(self.destinations)
        } catch {
            throw GatewayError(
                .invalidConfiguration,
                "ALLOWED_DESTINATIONS cannot be used: \(error.message)",
                cause: error
            )
        }
    }

    func check() throws(GatewayError) {
        _ = try self.rules()
        for number in self.callerNumbers where !TransferTarget.isE164(number) && !number.hasPrefix("client:") {
            throw GatewayError(.invalidConfiguration, "A number of ours is not +E.164: mend TWILIO_PHONE_NUMBER.")
        }
        guard self.callsPerMinute > 0, self.maximumOrders > 0, (1...64).contains(self.holdQueue.utf8.count) else {
            throw GatewayError(
                .invalidConfiguration,
                "Calls a minute and orders must be at least 1, and the hold queue's name 1 to 64 bytes."
            )
        }
    }
}
