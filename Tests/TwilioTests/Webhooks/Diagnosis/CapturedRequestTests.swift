// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct CapturedRequestTests {
    private static let token = AuthToken("12345")
    private static let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    private static let body =
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309"
        + "&To=%2B18005551212"
    private static let url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    @Test func readsPieces() throws {
        let request = try CapturedRequest(url: Self.url, body: Self.body, signature: Self.signature)
        #expect(SignatureDiagnosis.explain(request, tokens: [Self.token]).outcome == .valid)
    }

    @Test func decidesByContentTypeAndScheme() throws {
        let content = { (method: String, url: String, type: String?, body: String) -> String in
            switch try CapturedRequest(method: method, url: url, contentType: type, body: body, signature: "x").content
            {
            case .none: "none"
            case .form(let form): "form \(form.count)"
            case .body(let bytes): "body \(bytes.count)"
            case .webSocketUpgrade: "upgrade"
            }
        }
        #expect(try content("GET", "https://h/v", nil, "") == "none")
        #expect(try content("POST", "https://h/v", nil, "") == "none")
        #expect(try content("POST", "https://h/v", nil, "a=b&c") == "form 2")
        #expect(try content("POST", "https://h/v", "Application/X-WWW-Form-URLEncoded; charset=UTF-8", "") == "form 0")
        #expect(try content("POST", "https://h/v", "application/json", "{}") == "body 2")
        #expect(try content("GET", "wss://h/v", nil, "") == "upgrade")
        #expect(throws: TwilioError.self) { try content("POST", "h/v", nil, "") }
        #expect(throws: TwilioError.self) { try content("POST", "https://h/v", nil, "a=%zz") }
    }

    @Test(arguments: [
        "curl -X POST '\(url)' -H 'X-Twilio-Signature: \(signature)' -d '\(body)'",
        "curl \"\(url)\" \\\n  -H \"x-twilio-signature: \(signature)\" \\\r\n  --data-raw \"\(body)\"",
        "curl -sS --compressed -XPOST --url '\(url)' -H'X-Twilio-Signature: \(signature)' -o /dev/null --data-binary=\(body.replacing("&", with: "\\&"))",
        "curl '\(url)' -H 'X-Twilio-Signature: \(signature)' -d CallSid=CA1234567890ABCDE --data-urlencode 'Caller=+14158675309' "
            + "-d Digits=1234 --data-urlencode From=+14158675309 --data-urlencode To=+18005551212",
        "curl '\(url)' -H 'X-Twilio-Signature: \(signature)' -d $'\(body.replacing("=", with: "\\u003d"))'",
    ])
    func readsCurl(command: String) throws {
        let request = try CapturedRequest(curl: command)
        #expect(SignatureDiagnosis.explain(request, tokens: [Self.token]).outcome == .valid)
    }

    @Test func readsTheHintsOfCurl() throws {
        let elsewhere = Self.url.replacing("https://mycompany.com", with: "http://localhost:8080")
        let request = try CapturedRequest(
            curl: "curl \(elsewhere.replacing("&", with: "\\&")) -H 'X-Forwarded-Host: mycompany.com' "
                + "-H 'X-Twilio-Signature: \(Self.signature)' -d '\(Self.body)'"
        )
        let diagnosis = SignatureDiagnosis.explain(request, tokens: [Self.token])
        #expect(diagnosis.difference?.part == .host)
        #expect(diagnosis.mend.contains("PUBLIC_URL=https://mycompany.com"))
    }

    @Test func readsUpgradesQueriesAndJSON() throws {
        let upgrade = try CapturedRequest(
            curl:
                "curl https://example.com/media -H 'Upgrade: websocket' -H 'x-twilio-signature: 7PR3qMkpDyEJtMrVOY/LDyNq8J8='"
        )
        #expect(SignatureDiagnosis.explain(upgrade, tokens: [Self.token]).outcome == .valid)
        let get = try CapturedRequest(
            curl:
                "curl -G 'https://mycompany.com/myapp.php?foo=1' -d bar=2 -H 'x-twilio-signature: zYQTYrRWXE7LtzbG4PfP7/bkkGo='"
        )
        #expect(SignatureDiagnosis.explain(get, tokens: [Self.token]).outcome == .valid)
        let hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
        let json = try CapturedRequest(
            curl: "curl 'https://mycompany.com/myapp.php?bodySHA256=\(hash)' "
                + #"--json '{"property": "value", "boolean": true}' -H 'x-twilio-signature: y77kIzt2vzLz71DgmJGsen2scGs='"#
        )
        #expect(SignatureDiagnosis.explain(json, tokens: [Self.token]).outcome == .valid)
    }

    @Test(arguments: [
        "", "wget https://h", "curl", "curl 'https://h", "curl \"https://h", "curl $'x", "curl https://h -H",
        "curl https://h -d @secret.txt", "curl https://h --data-urlencode @file", "curl h", "curl https://h -d a=%",
        "\u{0}", "curl \\",
    ])
    func refusesWhatIsNoRequest(command: String) {
        #expect(throws: TwilioError.self) { try CapturedRequest(curl: command) }
    }

    @Test func refusesATruncationOrReadsIt() {
        let whole = "curl -X POST 'https://h/v' -H \"A: b\" -d $'a=\\u0041\\n' --json=x"
        for length in 0...whole.utf8.count {
            let request = try? CapturedRequest(curl: String(whole.prefix(length)))
            #expect(request == nil || request?.url.hasPrefix("https://h") == true)
        }
        #expect(throws: TwilioError.self) { try CapturedRequest(curl: String(repeating: "x", count: 1_048_577)) }
    }
}
