// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct PhoneAddressTests {
    @Test(arguments: [
        ("+14155551234", PhoneAddress.e164("+14155551234")), ("+491", .e164("+491")),
        ("+123456789012345", .e164("+123456789012345")), ("+1234567890123456", .other("+1234567890123456")),
        ("+0123", .other("+0123")), ("+1", .other("+1")), ("14155551234", .other("14155551234")),
        ("40404", .shortCode("40404")), ("911", .shortCode("911")), ("11", .other("11")),
        ("1234567", .other("1234567")),
        ("ACME", .other("ACME")), ("+1415555 1234", .other("+1415555 1234")), ("+١٢٣", .other("+١٢٣")),
        ("client:alice", .client("alice")), ("CLIENT:alice", .client("alice")),
        ("sip:user@host;transport=tls", .sip("user@host;transport=tls")), ("sips:user@host", .sip("user@host")),
        ("sim:DE123", .sim("DE123")), ("whatsapp:+14155551234", .whatsapp("+14155551234")),
        ("<script>", .other("<script>")), ("client:", .client("")),
    ])
    func recognises(text: String, address: PhoneAddress) {
        #expect(PhoneAddress(text) == address)
    }

    /// The last five spell the words before them on a keypad.
    @Test(arguments: [
        "", "anonymous", "Anonymous", "UNKNOWN", "restricted", "unavailable", "private", "Blocked",
        "sip:anonymous@anonymous.invalid", "sip:x@anonymous.invalid;user=phone", "sips:Restricted@10.0.0.1",
        "sip:+266696687@carrier.example", "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253",
    ])
    func recognisesWithheldNumbers(text: String) {
        #expect(PhoneAddress(text) == .withheld)
        #expect(PhoneAddress(text).callableNumber == nil)
    }

    @Test func theKeypadSpellsTheWithheldNumbers() {
        let keys = ["", "", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"]
        for word in ["ANONYMOUS", "RESTRICTED", "BLOCKED", "UNKNOWN", "UNAVAILABLE"] {
            let digits = word.map { letter in String(keys.firstIndex { $0.contains(letter) } ?? 0) }.joined()
            #expect(PhoneAddress("+" + digits) == .withheld, "\(word) \(digits)")
        }
    }

    @Test(arguments: [
        ("+14155551234", "***1234"), ("client:alice", "client:***lice"), ("client:bob", "client:***"),
        ("whatsapp:+14155551234", "whatsapp:***1234"), ("anonymous", "withheld"), ("1234", "***"), ("12345", "***2345"),
    ])
    func showsAtMostTheLastFour(text: String, masked: String) {
        #expect(PhoneAddress(text).masked == masked)
        #expect("\(PhoneAddress(text))" == masked)
    }
}
