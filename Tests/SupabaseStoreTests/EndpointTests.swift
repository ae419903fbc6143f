// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SupabaseStore

@Suite struct EndpointTests {
    @Test(arguments: [
        ("https://abc.supabase.co", "https://abc.supabase.co"),
        ("https://abc.supabase.co/", "https://abc.supabase.co"),
        (" https://ABC.supabase.co//\n", "https://abc.supabase.co"),
        ("https://abc.supabase.co/rest/v1/", "https://abc.supabase.co"),
        ("https://example.com:8443/supabase/", "https://example.com:8443/supabase"),
        ("http://127.0.0.1:54321", "http://127.0.0.1:54321"),
        ("http://localhost:54321/", "http://localhost:54321"),
        ("http://[::1]:54321", "http://[::1]:54321"),
    ])
    func slashesAtTheEndDoNotMatter(_ text: String, _ base: String) throws {
        let endpoint = try SupabaseEndpoint(text)
        #expect(endpoint.description == base)
        #expect(endpoint.address(of: "switchboard_version") == "\(base)/rest/v1/rpc/switchboard_version")
    }

    @Test(arguments: [
        "", "abc.supabase.co", "ftp://abc.supabase.co", "https://", "http://abc.supabase.co",
        "http://127.0.0.1.evil.com",
        "https://user:word@abc.supabase.co", "https://abc.supabase.co?apikey=x", "https://abc.supabase.co#x",
        "nonsense ü",
        "http://10.0.0.7:8000",
    ])
    func whatCannotBeOrWouldSendTheKeyInClearIsRefused(_ text: String) throws {
        let error = try #require(throws: SupabaseError.self) { _ = try SupabaseEndpoint(text) }
        #expect(error.code == .invalidURL)
        #expect(error.message.contains("SUPABASE_URL"))
        #expect(!error.message.contains("word"))
    }
}
