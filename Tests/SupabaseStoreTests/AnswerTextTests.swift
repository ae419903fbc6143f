// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Testing

@testable import SupabaseStore

/// What is shown of a text from the other side.
@Suite struct AnswerTextTests {
    private static let text = AnswerText(
        secret: "sb_secret_TestOnly0123456789",
        request: Array(#"{"argument":{"text":"my pin is four two and I am angry"}}"#.utf8)
    )

    @Test(arguments: [
        ("Bad Gateway", "Bad Gateway"),
        ("you sent: my pin is four two and I am angry", "you sent: …"),
        ("pin is four tw", "…"),
        ("key sb_secret_TestOnly0123456789 is bad", "key … is bad"),
        ("key \"sb_secret_TestOnl\" is bad", "key \"…\" is bad"),
        ("call +1 (202) 555-0100 now", "call # now"),
        ("+12025550100", "#"),
        ("502 and 5432", "502 and 5432"),
        ("two\r\nlines\u{1B}[31m", "two\\r\\nlines\\u001b[31m"),
    ])
    func nothingOfTheRequestNorANumberIsShown(_ raw: String, _ shown: String) {
        #expect(Self.text.safe(raw).replacing(/\s+/) { _ in " " } == shown)
    }

    @Test func aLongTextIsCutAtTwoHundredBytes() {
        let long = String(repeating: "ü😀", count: 1_000)
        #expect(Self.text.safe(long).utf8.count <= 200)
    }

    @Test(arguments: [
        ("23505", #"duplicate key value violates unique constraint "calls_pkey""#, true),
        ("42501", "permission denied for table switchboard_calls", true),
        ("22P02", #"invalid input syntax for type uuid: "Jane Doe""#, false),
        ("22001", "value too long: \"Jane Doe\"", false),
        ("XX000", "unexpected \"Jane Doe\"", false),
    ])
    func namesOfTheSchemaAreShownAndValuesAreNot(_ code: String, _ message: String, _ isWhole: Bool) {
        let shown = Self.text.safe(message, code: code)
        #expect(!shown.contains("Jane"))
        #expect((shown == message) == isWhole)
    }

    struct Body: Sendable, CustomTestStringConvertible {
        var type: String
        var text: String
        var code: String?
        var message: String

        var testDescription: String { self.type + " " + self.text.prefix(30) }

        init(_ type: String, _ text: String, code: String? = nil, message: String) {
            (self.type, self.text, self.code, self.message) = (type, text, code, message)
        }
    }

    @Test(arguments: [
        Body("text/html", "<html><style>b{}</style><b>502</b> Bad\n Gateway</html>", message: "502 Bad Gateway"),
        Body("text/html", "<html><script>alert(1)", message: ""),
        Body("text/plain", "upstream connect error", message: "upstream connect error"),
        Body("application/json", "", message: ""),
        Body("application/json", #"{"message":"cut"#, message: #"{"message":"cut"#),
        Body("application/json", #"{"message":"No key"}"#, message: "No key"),
        Body("application/json", #"{"error":"x","msg":"Nope"}"#, message: "Nope"),
        Body("application/json", #"{"code":401,"error":"nope"}"#, message: "nope"),
        Body("application/json", #"{"code":"evil<script>","message":"m"}"#, message: "m"),
        Body(
            "application/json",
            #"{"code":"PGRST202","details":"row","hint":"h","message":"m"}"#,
            code: "PGRST202",
            message: "m"
        ),
        Body("application/json", #"[1,2]"#, message: "[1,2]"),
        Body(
            "application/json",
            #"{"code":"PGRST201","details":[{"a":1}],"message":"m"}"#,
            code: "PGRST201",
            message: "m"
        ),
    ])
    func anyBodyIsReadWithoutTrust(_ body: Body) {
        let answer = SupabaseAnswer(status: 500, headers: ["Content-Type": body.type], body: Array(body.text.utf8))
        let problem = SupabaseProblem(answer)
        #expect(problem.code == body.code)
        #expect(problem.message == body.message)
        // At every length.
        for count in 0..<body.text.utf8.count {
            _ = SupabaseProblem(
                SupabaseAnswer(status: 500, headers: answer.headers, body: Array(answer.body.prefix(count)))
            )
        }
    }
}
