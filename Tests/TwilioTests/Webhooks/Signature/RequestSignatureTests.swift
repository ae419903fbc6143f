// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct RequestSignatureTests {
    private let token = AuthToken("12345")

    @Test(arguments: SignatureVector.all) func signsLikeTwilio(_ vector: SignatureVector) {
        let signature = RequestSignature.of(
            url: vector.url,
            parameters: vector.parameters,
            token: self.token,
            algorithm: vector.algorithm
        )
        #expect(signature.headerValue == vector.signature)
    }

    @Test func theOrderOfFieldsDoesNotMatter() {
        for vector in SignatureVector.all {
            let reversed = FormParameters(vector.parameters.reversed())
            let signature = RequestSignature.of(
                url: vector.url,
                parameters: reversed,
                token: self.token,
                algorithm: vector.algorithm
            )
            #expect(signature.headerValue == vector.signature)
        }
    }

    /// Two spellings of the same name are two names: Swift's own comparison would lose one.
    @Test func canonicallyEquivalentNamesAreDifferentNames() {
        let both = RequestSignature.of(url: "u", parameters: ["\u{E9}": "1", "e\u{301}": "1"], token: self.token)
        let one = RequestSignature.of(url: "u", parameters: ["\u{E9}": "1"], token: self.token)
        #expect(both.headerValue != one.headerValue)
        // "e\u{301}" begins with 0x65 and so comes before "\u{E9}", which begins with 0xC3.
        let plain = RequestSignature.of(url: "ue\u{301}1\u{E9}1", token: self.token)
        #expect(both.headerValue == plain.headerValue)
    }

    @Test func hashesBodies() {
        let body = Array(#"{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}"#.utf8)
        #expect(
            RequestSignature.bodyHash(of: body) == "5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"
        )
    }

    @Test(arguments: [
        "", "=", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "RSOYDt4T1cUTdK1PDd93/VVr8B8==", " RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=\n", "RSOYDt4T1cUTdK1PDd93_VVr8B8=", "RSOYDt4T1cUTdK1PDd93/VVr8A==",
        "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "RSOYDt4T1cUTdK1PDd93/VVr8B8=, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=", String(repeating: "A", count: 100_000), "é",
    ])
    func refusesHeadersOfTheWrongForm(text: String) {
        #expect(RequestSignature(headerValue: text) == nil)
    }

    @Test func tokensDoNotPrintThemselves() {
        var dumped = ""
        dump(self.token, to: &dumped)
        for text in ["\(self.token)", String(reflecting: self.token), dumped, "\([self.token])"] {
            #expect(!text.contains("12345"))
        }
    }
}
