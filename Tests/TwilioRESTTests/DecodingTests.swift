// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

@testable import TwilioREST

/// Resources are read leniently: only what names them must be there.
@Suite struct DecodingTests {
    private static func call(_ json: String) throws -> CallResource {
        try CallResource(ResourceFields(Array(json.utf8), maximumBytes: 1 << 20))
    }

    /// The example of <https://www.twilio.com/docs/voice/api/call-resource>, with a made-up SID.
    private static let example = """
        {"sid":"CA00000000000000000000000000000001","date_created":"Tue, 31 Aug 2010 20:36:28 +0000",
        "date_updated":"Tue, 31 Aug 2010 20:36:44 +0000","parent_call_sid":null,
        "account_sid":"AC00000000000000000000000000000001","to":"+14158675309","to_formatted":"(415) 867-5309",
        "from":"+14158675308","phone_number_sid":"PN00000000000000000000000000000001","status":"completed",
        "start_time":"Tue, 31 Aug 2010 20:36:29 +0000","end_time":"Tue, 31 Aug 2010 20:36:44 +0000","duration":"15",
        "price":"-0.03000","price_unit":"USD","direction":"inbound","answered_by":"machine_end_beep","queue_time":"1000",
        "uri":"/2010-04-01/x","subresource_uris":{"recordings":"/2010-04-01/y"},"a_new_member":[{"deep":[[]]}]}
        """

    @Test func readsTwiliosOwnExample() throws {
        let call = try Self.call(Self.example)
        #expect(call.sid == CallSID("CA00000000000000000000000000000001"))
        #expect(call.status == .completed)
        #expect(call.direction == .inbound)
        #expect(call.answeredBy?.rawValue == "machine_end_beep")
        #expect(call.started == Date(timeIntervalSince1970: 1_283_286_989))
        #expect(call.ended == Date(timeIntervalSince1970: 1_283_287_004))
        #expect(call.duration == .seconds(15))
        #expect(call.queueTime == .seconds(1))
        #expect(call.price == "-0.03000")
        #expect(call.parent == nil)
        #expect(call.phoneNumber == PhoneNumberSID("PN00000000000000000000000000000001"))
    }

    @Test(arguments: [
        #""status":"a-new-state","duration":15,"queue_time":null,"direction":7"#,
        #""duration":"","start_time":"","price":-0.03"#, #""duration":"-1","date_created":"yesterday""#,
        #""duration":"99999999999999999999","queue_time":{},"status":[]"#, #""to":false,"from":[1]"#, #""sid2":1"#,
    ])
    func oddValuesAreLeftOut(_ members: String) throws {
        let call = try Self.call(#"{"sid":"CA00000000000000000000000000000001",\#(members)}"#)
        #expect(call.duration == nil || call.duration == .seconds(15))
        #expect(call.started == nil)
        #expect(call.created == nil)
    }

    @Test func everyTruncationIsAnError() {
        for count in 0..<Self.example.utf8.count {
            #expect(throws: TwilioRESTError.self) {
                try Self.call(String(decoding: Self.example.utf8.prefix(count), as: UTF8.self))
            }
        }
    }

    @Test func deepAndLargeAnswersAreErrors() {
        let deep = String(repeating: "[", count: 100_000)
        for body in [
            "{\"sid\":\(deep)", "{\"sid\":\"\(String(repeating: "x", count: 1 << 21))\"}", "\u{FF}",
            "{\"sid\":\"\u{0}\"}",
        ] {
            #expect(throws: TwilioRESTError.self) { try Self.call(body) }
        }
    }

    @Test func readsNumbersAndTheirCapabilities() throws {
        let json =
            #"{"sid":"PN00000000000000000000000000000001","phone_number":"+14155550123","voice_url":"","voice_method":"POST","#
            + #""voice_application_sid":"","trunk_sid":null,"voice_receive_mode":"voice","#
            + #""capabilities":{"voice":true,"sms":false,"mms":false,"fax":false},"status_callback":"https://a.example/s"}"#
        let number = try PhoneNumberResource(ResourceFields(Array(json.utf8), maximumBytes: 1 << 20))
        #expect(number.voiceURL == nil)
        #expect(number.voiceApplication == nil)
        #expect(number.statusCallbackURL == "https://a.example/s")
        #expect(number.canCall == true)
        #expect(number.canText == false)
    }
}
