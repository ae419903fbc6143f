// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct SIDTests {
    @Test(arguments: ["CA0123456789abcdef0123456789abcdef", "CA0123456789ABCDEF0123456789abcDEF"])
    func takesBothCasesAndKeepsThem(text: String) throws {
        #expect(try #require(CallSID(text)).description == text)
    }

    @Test(arguments: [
        "", "CA", "CA0123456789abcdef0123456789abcde", "CA0123456789abcdef0123456789abcdef0",
        "AC0123456789abcdef0123456789abcdef", "ca0123456789abcdef0123456789abcdef",
        "CA0123456789abcdef0123456789abcdeg",
        " CA0123456789abcdef0123456789abcdef", "CA0123456789abcdef0123456789abcdef\n",
        "CA0123456789abcdef0123456789abcdé",
        "CA0123456789abcdef0123456789abc\u{0}ef", "CA-123456789abcdef0123456789abcdef",
        "CA٠123456789abcdef0123456789abcde",
    ])
    func refusesWhatIsNone(text: String) {
        #expect(CallSID(text) == nil)
    }

    @Test func comparesExactly() {
        #expect(CallSID("CA0123456789abcdef0123456789abcdef") != CallSID("CA0123456789ABCDEF0123456789abcdef"))
    }

    @Test func makesNewOnes() {
        #expect(StreamSID(StreamSID.random().description) != nil)
        #expect(StreamSID.random() != StreamSID.random())
        #expect(RecordingSID.random().description.hasPrefix("RE"))
    }

    @Test func knowsEveryKind() {
        let digits = "0123456789abcdef0123456789abcdef"
        let made: [(String, Bool)] = [
            ("VX", RelaySessionSID("VX" + digits) != nil), ("SM", TextMessageSID("SM" + digits) != nil),
            ("MM", MediaMessageSID("MM" + digits) != nil), ("CF", ConferenceSID("CF" + digits) != nil),
            ("QU", QueueSID("QU" + digits) != nil), ("PN", PhoneNumberSID("PN" + digits) != nil),
            ("AP", ApplicationSID("AP" + digits) != nil), ("SK", APIKeySID("SK" + digits) != nil),
            ("KX", UserDefinedMessageSID("KX" + digits) != nil),
            ("GT", RealTimeTranscriptionSID("GT" + digits) != nil),
            ("TR", RecordingTranscriptionSID("TR" + digits) != nil), ("AC", AccountSID("AC" + digits) != nil),
        ]
        for (prefix, isMade) in made {
            #expect(isMade, "\(prefix)")
        }
        #expect(QueueSID("CF" + digits) == nil)
    }
}
