// SPDX-License-Identifier: Apache-2.0

/// Who began a call.
public struct CallDirection: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the direction with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Somebody called us.
    public static let inbound = Self(rawValue: "inbound")
    /// We called through the REST API.
    public static let outboundAPI = Self(rawValue: "outbound-api")
    /// A ``Dial`` called.
    public static let outboundDial = Self(rawValue: "outbound-dial")
}
