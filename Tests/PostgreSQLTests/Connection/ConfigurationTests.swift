// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Testing

@testable import PostgreSQL

struct ConfigurationTests {
    @Test(arguments: [
        "postgresql://me:tomato@db.example.org:6543/notes?sslmode=require",
        "host=db.example.org port=6543 user=me password=tomato dbname=notes",
    ])
    func neverShowsItsPassword(_ string: String) throws {
        let configuration = try PostgresConfiguration(string)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(text.contains("db.example.org:6543/notes"))
            #expect(!text.contains("tomato"))
        }
        #expect(configuration.options["password"] == "tomato")
    }

    @Test(arguments: [
        "tomato", "postgresql://me:tom%zzato@host/db", "postgresql://me:tomato@[::1/db", "host=a password='tomato",
        "password=tomato tomato", "postgresql://h/db?password=tomato&tomato=1", "tomato=1", "host=a\0password=tomato",
        "postgresql://me:tomato@h/db?tomato", "postgresql://me:tomato@h/db?a=b=tomato",
    ])
    func complainsOfAStringWithoutRepeatingIt(_ string: String) {
        let error = #expect(throws: PostgresError.self) { try PostgresConfiguration(string) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.description.contains("tom") == false)
        #expect(error?.isTransient == false)
    }

    @Test func watchesTheNetworkUnlessTheStringSaysHow() throws {
        let usual = ConnectionOptions.resolved(try PostgresConfiguration("host=h"))
        #expect(usual["keepalives_idle"] == "30")
        #expect(usual["tcp_user_timeout"] == "30000")
        #expect(usual["client_encoding"] == "UTF8")
        #expect(usual["host"] == "h")
        let own = ConnectionOptions.resolved(
            try PostgresConfiguration("host=h keepalives_idle=7 tcp_user_timeout=9 client_encoding=LATIN1")
        )
        #expect(own["keepalives_idle"] == "7")
        #expect(own["tcp_user_timeout"] == "9")
        #expect(own["client_encoding"] == "UTF8")
    }

    @Test func takesTheTimeToConnectFromTheString() throws {
        #expect(try PostgresConfiguration("host=h connect_timeout=3").connectTimeout == .seconds(3))
        #expect(try PostgresConfiguration("host=h connect_timeout=0").connectTimeout == .seconds(5))
        #expect(try PostgresConfiguration("host=h").connectTimeout == .seconds(5))
    }

    @Test func cleansWhatStrangersSay() {
        #expect(ErrorText.clean("a\r\nb\u{0}\tc  d", password: "") == "a b c d")
        #expect(ErrorText.clean("the tomato said tomato", password: "tomato") == "the *** said ***")
        #expect(ErrorText.clean("tomatomato", password: "tomato") == "***mato")
        #expect(ErrorText.clean(String(repeating: "ä", count: 5000), password: "").count == 401)
    }
}
#endif
