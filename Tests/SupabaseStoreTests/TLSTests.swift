// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import NIOSSL
import Resilience
import SupabaseTestSupport
import Testing

@testable import SupabaseStore

/// The key goes to servers with a certificate that is trusted, over HTTP/1.1, and to no others.
@Suite struct TLSTests {
    /// Made for this test, signed by itself, for localhost and 127.0.0.1, valid for a hundred years.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUBXoXhJnNrI7yPaZY4Iyeebuh/K8wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAyMTQzMVoYDzIxMjYxMDMw
        MDIxNDMxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAATZzxg1XRMuDiP8n5hDq6R++TpmMbodE5T8X6TZDOOhVhzbEF11lFrM
        beYQm2wusx7R/GRDpR55ByONEMhhNxYUo28wbTAdBgNVHQ4EFgQUPBGWZ8wK2TCJ
        PQOQqSOqC3PG6+MwHwYDVR0jBBgwFoAUPBGWZ8wK2TCJPQOQqSOqC3PG6+MwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIgFNL9ixceKWczUZ0WN7Ir4f1NDJrdMw0H7gG7YpKB8mUCIQCa
        Ysv1N6ve3ebis3DNWuMbCI1nQHof7NpX5Yupo607Gg==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg02VVMuguSHfnSILF
        Jx31mS5NMbRtxnqV4NQo3whvjGuhRANCAATZzxg1XRMuDiP8n5hDq6R++TpmMbod
        E5T8X6TZDOOhVhzbEF11lFrMbeYQm2wusx7R/GRDpR55ByONEMhhNxYU
        -----END PRIVATE KEY-----
        """

    /// Offers HTTP/2 first, as Supabase does.
    private static func server() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(Self.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key)
        )
        configuration.applicationProtocols = ["h2", "http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    private static func ask(_ url: String, trusting: Bool, version: HTTPClient.Configuration.HTTPVersion?) async throws
    {
        var configuration = try SupabaseStage.configuration(url: url)
        configuration.retries = .never
        var settings = SupabaseFunctions.httpConfiguration(for: configuration)
        if let version { settings.httpVersion = version }
        if trusting {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(Self.certificate.utf8), format: .pem)])
            settings.tlsConfiguration = tls
        }
        let http = HTTPClient(configuration: settings)
        let functions = SupabaseFunctions(configuration, http: http, clock: SupabaseClock())
        do {
            try await functions.ping()
            try await http.shutdown()
        } catch {
            try await http.shutdown()
            throw error
        }
    }

    @Test func aServerNobodyVouchesForHearsNothing() async throws {
        let supabase = SimulatedSupabase()
        try await supabase.run(tls: Self.server()) { url in
            let error = try await #require(throws: StoreError.self) {
                try await Self.ask(url, trusting: false, version: nil)
            }
            #expect((error.cause as? SupabaseError)?.code == .failed(.notConnected))
        }
        #expect(supabase.requests.isEmpty)
    }

    @Test func http2IsNotChosenAlthoughItIsOffered() async throws {
        let supabase = SimulatedSupabase()
        try await supabase.run(tls: Self.server()) { url in
            try await Self.ask(url, trusting: true, version: nil)
            #expect(supabase.requests.count == 1)
            // The stand-in speaks HTTP/1.1 only: whoever chooses HTTP/2 is not understood.
            await #expect(throws: StoreError.self) { try await Self.ask(url, trusting: true, version: .automatic) }
            #expect(supabase.requests.count == 1)
        }
    }
}
