// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOSSL
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Credentials go to servers with a certificate that is trusted, and to no other.
@Suite struct TLSTests {
    /// Made for this test, signed by itself, for localhost and 127.0.0.1, valid for a hundred years.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAUGgAwIBAgIUckCQLKG5/XvwnQq6Acrpi+wnYA4wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE5NDkxN1oYDzIxMjYxMDI5
        MTk0OTE3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASs/wBT3dtpfmDWIpb8l23vsMV1UIxnz4i4rTefeHJLdw79jMSkJGw3
        gtWn4yebDIX3+Ia5A9B7kY/7/so4xMeGo28wbTAdBgNVHQ4EFgQUH3Kloc089oe4
        m26NNZhx0SZMDKowHwYDVR0jBBgwFoAUH3Kloc089oe4m26NNZhx0SZMDKowDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDRwAwRAIgbl39F/plo1BdoOzN2+Uo3esBT6s0z4FPYL/7pZhsOjUCIAWp
        Nr1icW8yAdAoRz1sUPU1159od2/hpRy4ZcAU5FxQ
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgX768bQQTCipKlLO5
        AB6Ub48OXTj2lQlrFGfsd6107XGhRANCAASs/wBT3dtpfmDWIpb8l23vsMV1UIxn
        z4i4rTefeHJLdw79jMSkJGw3gtWn4yebDIX3+Ia5A9B7kY/7/so4xMeG
        -----END PRIVATE KEY-----
        """

    @Test func aServerNobodyVouchesForHearsNothing() async throws {
        let certificate = try NIOSSLCertificate(bytes: Array(Self.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)],
                privateKey: .privateKey(key)
            )
        )
        let server = ScriptedServer { _, _ in .json(Stage.callJSON(1)) }
        try await server.run(tls: context) { port in
            let client = TwilioClient(
                credentials: .authToken(account: Stage.account, token: Stage.token),
                endpoint: try TwilioEndpoint(url: "https://127.0.0.1:\(port)"),
                configuration: Stage.configuration(),
                clock: ScriptClock()
            )
            await #expect(throws: TwilioRESTError.self) { try await client.calls.fetch(Stage.call) }
            // Nothing can have happened, so this is certain too.
            guard case .failed = await client.calls.create(Stage.newCall) else {
                Issue.record("no request was sent")
                return
            }
            #expect(server.requests.isEmpty)
            try await client.shutdown()
            // The same server answers a client that trusts anybody.
            let call = try await Self.fetchTrustingAnybody(port)
            #expect(call.sid == Stage.call)
        }
    }

    private static func fetchTrustingAnybody(_ port: Int) async throws -> CallResource {
        var configuration = TwilioClient.httpConfiguration(for: Stage.configuration())
        configuration.tlsConfiguration = .makeClientConfiguration()
        configuration.tlsConfiguration?.certificateVerification = .none
        let http = HTTPClient(configuration: configuration)
        let client = TwilioClient(
            credentials: .authToken(account: Stage.account, token: Stage.token),
            endpoint: try TwilioEndpoint(url: "https://127.0.0.1:\(port)"),
            http: http,
            configuration: Stage.configuration(),
            clock: ScriptClock()
        )
        let call = try? await client.calls.fetch(Stage.call)
        try await http.shutdown()
        return try #require(call)
    }
}
