// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Where requests go, and that credentials go nowhere else.
@Suite struct EndpointTests {
    @Test func knowsTheHostsOfRegionsAndEdges() throws {
        #expect(TwilioEndpoint.standard.description == "https://api.twilio.com")
        #expect(try TwilioEndpoint(region: nil, edge: nil) == .standard)
        #expect(try TwilioEndpoint(region: "ie1", edge: "dublin").description == "https://api.dublin.ie1.twilio.com")
        #expect(try TwilioEndpoint(region: nil, edge: "ashburn").description == "https://api.ashburn.us1.twilio.com")
    }

    @Test(arguments: [
        ("ie1", nil), ("ie1", "evil.example.com/"), ("", "dublin"), ("ie1", "-a"), ("IE1", "dublin"), ("a b", "c"),
        ("ie1", String(repeating: "a", count: 31)),
    ])
    func refusesOtherRegionsAndEdges(_ region: String, _ edge: String?) {
        #expect(throws: TwilioRESTError.self) { try TwilioEndpoint(region: region, edge: edge) }
    }

    @Test(arguments: [
        "https://twilio.example.com", "https://twilio.example.com:8443/", "http://127.0.0.1:9000", "http://localhost:1",
        "http://[::1]:9000", "http://127.9.8.7",
    ])
    func acceptsAnotherServer(_ url: String) throws {
        let endpoint = try TwilioEndpoint(url: url)
        #expect(url.hasPrefix(endpoint.description))
    }

    @Test(arguments: [
        "http://twilio.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1", "ftp://localhost", "",
        "localhost",
        "https://user:pw@example.com", "https://example.com/path", "https://example.com?x", "https://example.com#x",
        "http://127.1", "http://127.0.0.256", "http://localhost.example.com", "https://", "http://0x7f.0.0.1",
    ])
    func refusesWhatWouldGiveTheCredentialsAway(_ url: String) {
        #expect(throws: TwilioRESTError.self) { try TwilioEndpoint(url: url) }
    }

    @Test func credentialsNeverPrintThemselves() throws {
        let key = try #require(APIKeySID("SK00000000000000000000000000000001"))
        for credentials in [
            TwilioCredentials.authToken(account: Stage.account, token: "s3cret"),
            .apiKey(account: Stage.account, key: key, secret: "s3cret"),
        ] {
            var dumped = ""
            dump(credentials, to: &dumped)
            for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"] {
                #expect(!text.contains("s3cret"))
            }
        }
        // SK…:s3cret, RFC 7617; the account stays in the path.
        let credentials = TwilioCredentials.apiKey(account: Stage.account, key: key, secret: "s3cret")
        #expect(
            credentials.authorization == "Basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpzM2NyZXQ="
        )
    }
}
