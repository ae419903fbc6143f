// SPDX-License-Identifier: Apache-2.0

import Twilio
import TwilioCarrier
import TwilioREST

/// The way to Twilio's API that the settings describe.
enum TwilioAPI {
    /// The client, or `nil` where the settings name no account to use.
    ///
    /// - Throws: ``ConfigurationProblems`` for what cannot be meant.
    static func client(_ configuration: ServerConfiguration) throws -> TwilioClient? {
        let access = configuration.twilio
        guard let account = access.account.flatMap({ AccountSID($0) }) else { return nil }
        do throws(TwilioRESTError) {
            let endpoint =
                if let url = access.apiURL { try TwilioEndpoint(url: url) } else {
                    try TwilioEndpoint(region: access.region, edge: access.edge)
                }
            return TwilioClient(
                credentials: Self.credentials(account, configuration),
                endpoint: endpoint,
                observer: TwilioCarrierObserver()
            )
        } catch {
            let problem = ConfigurationProblem(subject: Setting.twilioAPIURL.name, message: error.message)
            throw ConfigurationProblems(problems: [problem])
        }
    }

    /// The client for a command; complains and ends it where there is none.
    static func client(_ configuration: ServerConfiguration, _ console: Console) throws -> TwilioClient {
        do {
            if let client = try Self.client(configuration) { return client }
            console.complain("Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET.")
        } catch {
            console.complain("\(error)")
        }
        throw CommandExit.configuration
    }

    private static func credentials(_ account: AccountSID, _ configuration: ServerConfiguration) -> TwilioCredentials {
        if let key = configuration.twilio.apiKey.flatMap({ APIKeySID($0) }), let secret = configuration.twilio.apiSecret
        {
            return .apiKey(account: account, key: key, secret: secret)
        }
        return .authToken(account: account, token: configuration.authTokens.first ?? "")
    }
}
