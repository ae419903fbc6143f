// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct BodyDiagnosisTests {
    private static let token = AuthToken("12345")
    private static let url = "https://voice.example.com/v"

    private func explain(
        signed: FormParameters,
        content: SignedContent,
        url: String = url
    ) -> SignatureDiagnosis {
        let signature = RequestSignature.of(url: url, parameters: signed, token: Self.token).headerValue
        return SignatureDiagnosis.explain(
            CapturedRequest(url: url, content: content, signature: signature),
            tokens: [Self.token]
        )
    }

    @Test(arguments: [
        ("caf\u{E9}", "cafe\u{301}", "NFC"), ("cafe\u{301}", "caf\u{E9}", "NFD"),
        ("caf\u{E9}", "caf\u{C3}\u{A9}", "UTF-8"),
        ("a\r\nb", "a\nb", "CR LF"), ("a\nb", "a\r\nb", "LF"), ("+1415", " 1415", "+ before"), ("a b", "a+b", "blanks"),
        ("a&b", "a%26b", "decoded"), ("Tom & \"Jo\"", "Tom &amp; &quot;Jo&quot;", "text"), ("a", " a\n", "as typed"),
        ("a ", "a", "white space"), (" a", "a", "white space"), ("a\n", "a", "white space"),
        ("a\r\n", "a", "white space"),
    ])
    func findsWhatWasDoneToTheValues(signed: String, arrived: String, words: String) {
        let diagnosis = self.explain(
            signed: ["CallSid": "CA1", "X": signed],
            content: .form(["CallSid": "CA1", "X": arrived])
        )
        #expect(diagnosis.difference?.part == .body)
        #expect(diagnosis.difference?.signed.contains(words) == true)
    }

    @Test func findsAFieldThatWasAdded() {
        let diagnosis = self.explain(
            signed: ["CallSid": "CA1", "From": "x"],
            content: .form(["CallSid": "CA1", "_csrf\u{1B}[0m": "y", "From": "x"])
        )
        #expect(diagnosis.difference?.signed == "without the field _csrf?[0m")
    }

    @Test(arguments: [["ToCity"], ["SpeechResult"], ["ToCity", "ToState", "ToZip", "ToCountry"]])
    func findsEmptyFieldsThatWereDropped(names: [String]) {
        var all: FormParameters = [
            "CallSid": "CA1", "FromCity": "X", "FromState": "X", "FromZip": "X", "FromCountry": "X", "CalledCity": "X",
            "CalledState": "X", "CalledZip": "X", "CalledCountry": "X",
        ]
        let arrived = all
        for name in names { all.append(name, "") }
        let diagnosis = self.explain(signed: all, content: .form(arrived))
        #expect(diagnosis.difference?.part == .body)
        #expect(diagnosis.description.contains(names.count > 3 ? "empty fields" : names[0]))
    }

    @Test func findsABodyThatWasNotSigned() {
        let form = self.explain(signed: [:], content: .form(["a": "b"]))
        #expect(form.difference?.part == .body)
        let url = Self.url + "?bodySHA256=" + RequestSignature.bodyHash(of: Array("{}".utf8))
        let json = self.explain(signed: [:], content: .form(["{}": ""]), url: url)
        #expect(json.mend.contains("bodySHA256"))
    }

    @Test func findsAFormThatWasTakenForSomethingElse() {
        let diagnosis = self.explain(signed: ["a": "b c"], content: .body(Array("a=b+c".utf8)))
        #expect(diagnosis.mend.contains("application/x-www-form-urlencoded"))
    }

    @Test func findsTheMistakesOfThoseWhoSignByHand() {
        let arrived: FormParameters = ["Reason": "P", "ReasonEnded": "t", "A": "1", "A": "0"]
        let unsorted = RequestSignature.of(url: Self.url + "ReasonPReasonEndedtA1A0", token: Self.token).headerValue
        let whole = RequestSignature.of(url: Self.url + "A0A1ReasonEndedtReasonP", token: Self.token).headerValue
        let first = RequestSignature.of(url: Self.url + "A1ReasonPReasonEndedt", token: Self.token).headerValue
        for signature in [unsorted, whole, first] {
            let request = CapturedRequest(url: Self.url, content: .form(arrived), signature: signature)
            let diagnosis = SignatureDiagnosis.explain(request, tokens: [Self.token])
            #expect(diagnosis.difference?.part == .body)
        }
    }

    @Test(arguments: [
        ("{\"a\":1}", "{\"a\":1}\n", "without a line end"), ("{\"a\":1}\n", "{\"a\":1}", "with a line end"),
        ("{\r\n}", "{\n}", "CR LF"), ("{\n}", "{\r\n}", "LF"), ("{}", "\u{FEFF}{}", "byte order mark"),
        ("", "{}", "without a body"), ("{\"a\":1}", "{\"a\": 1}", "another body"),
    ])
    func findsWhatWasDoneToABody(signed: String, arrived: String, words: String) {
        let url = Self.url + "?bodySHA256=" + RequestSignature.bodyHash(of: Array(signed.utf8))
        let diagnosis = self.explain(signed: [:], content: .body(Array(arrived.utf8)), url: url)
        #expect(diagnosis.difference?.part == .body)
        #expect(diagnosis.difference?.signed.contains(words) == true)
    }

    @Test func aBodyWithoutHashIsRefused() {
        #expect(self.explain(signed: [:], content: .body([1])).outcome == .refused(.missingBodyHash))
    }
}
