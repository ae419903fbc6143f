// SPDX-License-Identifier: Apache-2.0

// Twilio's account, and how its API is reached.
extension Setting {
    static let twilioAccount = Setting("TWILIO_ACCOUNT_SID", "twilio.accountSid", .sid("AC"), "the Twilio account")
    static let twilioToken = Setting(
        "TWILIO_AUTH_TOKEN",
        "twilio.authToken",
        .text,
        isSecret: true,
        "the account's primary auth token; it signs webhooks"
    )
    static let twilioSecondToken = Setting(
        "TWILIO_AUTH_TOKEN_SECONDARY",
        "twilio.authTokenSecondary",
        .text,
        isSecret: true,
        "a second token that is accepted too, while tokens are exchanged"
    )
    static let twilioSubaccounts = Setting(
        "TWILIO_SUBACCOUNTS",
        "twilio.subaccounts",
        .pairs("AC"),
        isSecret: true,
        "subaccounts whose calls are taken too, AC…=TOKEN separated by commas: each signs with its own token"
    )
    static let twilioSharedKeys = Setting(
        "TWILIO_SHARED_KEYS",
        "twilio.sharedKeys",
        .pairs(""),
        isSecret: true,
        "shared keys for webhooks signed with HMAC-SHA256, KEY=SECRET separated by commas"
    )
    static let twilioAPIKey = Setting(
        "TWILIO_API_KEY",
        "twilio.apiKey",
        .sid("SK"),
        "an API key for Twilio's API, in place of the auth token; needs TWILIO_API_SECRET"
    )
    static let twilioAPISecret = Setting(
        "TWILIO_API_SECRET",
        "twilio.apiSecret",
        .text,
        isSecret: true,
        "the secret of TWILIO_API_KEY"
    )
    static let twilioNumber = Setting(
        "TWILIO_PHONE_NUMBER",
        "twilio.phoneNumber",
        .phoneNumbers,
        "the numbers that calls out show, the first one unless an order names another; the account's own"
    )
    static let twilioAPIURL = Setting(
        "TWILIO_API_URL",
        "twilio.apiUrl",
        .url(["https", "http"]),
        "another server that speaks Twilio's API, such as the simulator; http on this machine only"
    )
    static let twilioRegion = Setting(
        "TWILIO_REGION",
        "twilio.region",
        .text,
        "the account's region, such as ie1; needs TWILIO_EDGE"
    )
    static let twilioEdge = Setting("TWILIO_EDGE", "twilio.edge", .text, "the region's edge, such as dublin")
}
