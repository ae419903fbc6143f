// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import SwitchboardTesting
import Testing
import Twilio

@Suite(.timeLimit(.minutes(2)))
struct RESTAnswerTests {
    private static let known = "+15005550010"

    @Test func refusesWhoeverIsNotTheAccount() async throws {
        try await withREST { stage in
            var client = stage.client
            client.secret = "54321"
            var answer = try await client.get("Calls.json")
            #expect(answer.status == 401 && answer.code == 20_003)
            #expect(answer.text("more_info") == "https://www.twilio.com/docs/errors/20003")
            client.user = "SK0123456789abcdef0123456789abcdef"
            answer = try await client.get("Calls.json")
            #expect(answer.status == 401)
            stage.rest.settings.apiKeys = [client.user: "54321"]
            #expect(try await client.get("Calls.json").status == 200)
            // A standard key may not read the account itself; the token may.
            let account = "/2010-04-01/Accounts/\(client.account).json"
            #expect(try await client.get(account).status == 401)
            #expect(try await stage.client.get(account).text("status") == "active")
        }
    }

    @Test(arguments: [
        ("Url", nil as String?, 21_205), ("Url", "nowhere", 21_205), ("To", "", 21_201), ("To", "12", 21_211),
        ("To", "+1", 21_211), ("To", "+15005550010x", 21_211), ("From", nil, 21_213), ("From", "me", 21_212),
        ("From", "+15005550007", 21_210), ("Method", "PUT", 20_001), ("Timeout", "601", 20_001),
        ("StatusCallbackEvent", "sneezing", 20_001), ("MachineDetection", "Maybe", 21_234),
        ("SendDigits", "12x", 20_001), ("Record", "perhaps", 20_001),
        ("StatusCallback", "nowhere", 20_001), ("To", "+4915005550010", 21_215), ("To", "+15005550099", 21_216),
    ])
    func refusesCallsAsTwilioDoes(_ name: String, _ value: String?, _ code: Int) async throws {
        try await withREST { stage in
            stage.twilio.numbers.own("+15005550006")
            stage.rest.settings.permittedPrefixes = ["+1"]
            stage.rest.settings.blockedNumbers = ["+15005550099"]
            var form = FormParameters(stage.form(to: Self.known).filter { $0.name != name })
            if let value { form.append(name, value) }
            let answer = try await stage.client.post("Calls.json", form)
            #expect(answer.status == 400 && answer.code == code)
            #expect(answer.json["status"] as? Int == 400 && answer.text("message")?.isEmpty == false)
            #expect(stage.rest.callSIDs.isEmpty)
        }
    }

    @Test func answersACallAsTwilioWritesIt() async throws {
        try await withREST { stage in
            let number = stage.twilio.numbers.own("+15005550006")
            let answer = try await stage.client.post(
                "Calls.json",
                stage.form(to: Self.known, ["SomethingNew": "1"])
            )
            #expect(answer.status == 201 && answer.headers.first(name: "content-type") == "application/json")
            let sid = try #require(answer.text("sid"))
            #expect(CallSID(sid) != nil && answer.text("account_sid") == stage.client.account)
            #expect(answer.text("status") == "queued" && answer.text("direction") == "outbound-api")
            #expect(answer.text("to") == Self.known && answer.text("from_formatted") == "(500) 555-0006")
            #expect(answer.text("phone_number_sid") == number)
            #expect(answer.text("uri") == "/2010-04-01/Accounts/\(stage.client.account)/Calls/\(sid).json")
            #expect(answer.text("date_created")?.hasSuffix(" +0000") == true)
            _ = await stage.rest.result(of: sid)
            let later = try await stage.client.get("Calls/\(sid).json")
            #expect(later.text("status") == "no-answer" && later.text("duration") == "0")
            let uris = later.json["subresource_uris"] as? [String: String]
            #expect(uris?["recordings"]?.hasSuffix("/Calls/\(sid)/Recordings.json") == true)
        }
    }

    @Test func knowsWhatThereIsNotAndWhatCannotBeDone() async throws {
        try await withREST { stage in
            let sid = "CA" + String(repeating: "0", count: 32)
            for path in ["Calls/\(sid).json", "calls.json", "Calls", "Nothing.json", "Calls/\(sid)/Nothing/x.json"] {
                let answer = try await stage.client.get(path)
                #expect(answer.status == 404 && answer.code == 20_404, "\(path)")
            }
            #expect(try await stage.client.get("/2010-04-01/Accounts/AC00/Calls.json").status == 404)
            #expect(try await stage.client.get("/").status == 404)
            let answer = try await stage.client.delete("Calls.json")
            #expect(answer.status == 405 && answer.code == 20_004)
        }
    }

    @Test func listsInPagesTheNewestFirst() async throws {
        try await withREST { stage in
            for number in 10..<17 {
                _ = try await stage.call("+155555500\(number)")
            }
            var pages: [[String]] = []
            var uri: String? = "Calls.json?PageSize=3&Status=no-answer"
            while let next = uri {
                let answer = try await stage.client.get(next)
                pages.append(answer.rows("calls").compactMap { $0["to"] as? String })
                #expect(answer.json["page_size"] as? Int == 3 && answer.json["page"] as? Int == pages.count - 1)
                uri = answer.text("next_page_uri")
                if pages.count == 2 {
                    let previous = try #require(answer.text("previous_page_uri"))
                    let back = try await stage.client.get(previous)
                    #expect(back.rows("calls").first?["to"] as? String == "+15555550016")
                }
                // What comes meanwhile moves nothing.
                if pages.count == 1 { _ = try await stage.call("+15555550099") }
            }
            #expect(pages.map(\.count) == [3, 3, 1])
            #expect(pages.flatMap { $0 } == (10..<17).reversed().map { "+155555500\($0)" })
        }
    }

    @Test func filtersListsAndRefusesBadPages() async throws {
        try await withREST { stage in
            stage.twilio.callees[Self.known] = .human(talking: .seconds(1))
            _ = try await stage.call(Self.known)
            _ = try await stage.call("+15005550011")
            func count(_ query: String) async throws -> Int {
                try await stage.client.get("Calls.json?\(query)").rows("calls").count
            }
            #expect(try await count("To=%2B15005550010") == 1)
            #expect(try await count("From=%2B15005550006") == 2)
            #expect(try await count("Status=completed") == 1)
            #expect(try await count("StartTime%3E=2020-01-01&StartTime%3C=2999-01-01") == 2)
            #expect(try await count("StartTime%3E=2999-01-01T00:00:00Z") == 0)
            #expect(try await count("StartTime=2020-01-01") == 0)
            #expect(try await count("ParentCallSid=CA00") == 0)
            for (query, code) in [("PageSize=1001", 20_007), ("Page=1", 21_481), ("Page=1&PageToken=x", 21_481)] {
                let answer = try await stage.client.get("Calls.json?\(query)")
                #expect(answer.status == 400 && answer.code == code)
            }
            #expect(try await stage.client.get("Calls.json?StartTime=yesterday").status == 400)
        }
    }

    @Test func deletesOnlyWhatIsOver() async throws {
        try await withREST(pace: 1, respond: { _ in .twiML(#"<Pause length="300"/>"#) }) { stage in
            stage.twilio.callees[Self.known] = .human(after: .zero)
            let sid = try await stage.client.post("Calls.json", stage.form(to: Self.known)).text("sid") ?? ""
            let early = try await stage.client.delete("Calls/\(sid).json")
            #expect(early.status == 409 && early.code == 20_009)
            #expect(try await stage.client.post("Calls/\(sid).json", ["Status": "completed"]).status == 200)
            _ = await stage.rest.result(of: sid)
            #expect(try await stage.client.delete("Calls/\(sid).json").status == 204)
            #expect(try await stage.client.get("Calls/\(sid).json").status == 404)
        }
    }

    @Test func keepsMessages() async throws {
        try await withREST { stage in
            let form: FormParameters = ["To": "+15005550010", "From": "+15005550006", "Body": "It’s “here” \\ \u{1}\n"]
            let answer = try await stage.client.post("Messages.json", form)
            #expect(answer.status == 201 && answer.text("status") == "queued" && answer.text("num_segments") == "1")
            #expect(answer.text("body") == "It’s “here” \\ \u{1}\n")
            let sid = answer.text("sid") ?? ""
            #expect(try await stage.client.get("Messages/\(sid).json").text("sid") == sid)
            #expect(try await stage.client.get("Messages.json?To=%2B15005550010").rows("messages").count == 1)
            let long = FormParameters(
                form.filter { $0.name != "Body" } + [.init(name: "Body", value: .init(repeating: "x", count: 1601))]
            )
            #expect(try await stage.client.post("Messages.json", long).code == 21_617)
            #expect(try await stage.client.post("Messages.json", ["To": "+15005550010"]).code == 21_603)
        }
    }

    @Test func setsNumbers() async throws {
        try await withREST { stage in
            let sid = stage.twilio.numbers.own("+15005550006", settings: ["VoiceUrl": "https://old.example.com/"])
            stage.twilio.numbers.own("+441632960001")
            let found = try await stage.client.get("IncomingPhoneNumbers.json?PhoneNumber=%2B15005550006")
            #expect(found.rows("incoming_phone_numbers").map { $0["sid"] as? String } == [sid])
            let pattern = try await stage.client.get("IncomingPhoneNumbers.json?PhoneNumber=44*0001")
            #expect(pattern.rows("incoming_phone_numbers").count == 1)
            let answer = try await stage.client.post(
                "IncomingPhoneNumbers/\(sid).json",
                ["VoiceUrl": "https://voice.example.com/voice", "VoiceMethod": "GET", "StatusCallback": ""]
            )
            #expect(answer.text("voice_url") == "https://voice.example.com/voice")
            #expect(answer.text("voice_method") == "GET" && answer.text("friendly_name") == "+15005550006")
            #expect(stage.twilio.numbers.settings(of: "+15005550006")?["VoiceMethod"] == "GET")
            let wrong = try await stage.client.post("IncomingPhoneNumbers/\(sid).json", ["VoiceUrl": "nowhere"])
            #expect(wrong.status == 400)
        }
    }
}
