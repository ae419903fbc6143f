// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct FormDecoderTests {
    private let decoder = FormDecoder()

    @Test func decodesPlusEscapesAndBytes() throws {
        let form = try self.decoder.decode("From=%2B14155551234&Body=a+b%20c%2b&Empty=&Bare&%C3%A9=%e2%82%AC&raw=é&=x")
        #expect(
            form == [
                "From": "+14155551234", "Body": "a b c+", "Empty": "", "Bare": "", "é": "€", "raw": "é", "": "x",
            ]
        )
    }

    @Test func splitsAtTheFirstEqualsSignAndSkipsEmptyPieces() throws {
        #expect(try self.decoder.decode("a=b=c&&d=%26%3D&&") == ["a": "b=c", "d": "&="])
        #expect(try self.decoder.decode("").isEmpty)
        #expect(try self.decoder.decode("&&&").isEmpty)
    }

    @Test func keepsOrderRepetitionAndSpellings() throws {
        let form = try self.decoder.decode("a=2&b=1&a=1&e%CC%81=nfd&%C3%A9=nfc&A=3&SipHeader_X-Name=v")
        #expect(form.map(\.name).map { Array($0.utf8) }.count == 7)
        #expect(form.values(of: "a") == ["2", "1"])
        #expect(form["A"] == "3")
        #expect(form["\u{E9}"] == "nfc")
        #expect(form["e\u{301}"] == "nfd")
        #expect(form["SipHeader_X-Name"] == "v")
        #expect(form["missing"] == nil)
    }

    @Test(arguments: ["%", "%4", "a=%", "a=%4", "a=%G1", "a=%1G", "a=%%41", "%zz=1", "a=%+1", "a=% 1"])
    func refusesBrokenEscapes(text: String) {
        let error = #expect(throws: TwilioError.self) { try self.decoder.decode(text) }
        #expect(error?.code == .malformedForm)
    }

    /// Overlong forms, an encoded surrogate, a lone continuation, a cut sequence, beyond U+10FFFF.
    @Test(arguments: [
        "a=%C0%80", "a=%C0%AF", "a=%E0%80%AF", "a=%F0%80%80%AF", "a=%ED%A0%80", "a=%80", "a=%C3", "%FF=1",
        "a=%F4%90%80%80",
        "a=%C3&b=%A9",
    ])
    func refusesWhatIsNoUTF8(text: String) {
        let error = #expect(throws: TwilioError.self) { try self.decoder.decode(text) }
        #expect(error?.code == .malformedForm)
    }

    @Test func refusesRawBytesThatAreNoUTF8() {
        #expect(throws: TwilioError.self) { try self.decoder.decode([0x61, 0x3D, 0xFF]) }
        #expect(throws: TwilioError.self) { try self.decoder.decode([0xC3, 0x3D, 0xA9]) }
    }

    @Test func keepsControlCharactersAndNul() throws {
        #expect(try self.decoder.decode("a=%00%0D%0A%1b")["a"] == "\u{0}\r\n\u{1B}")
    }

    @Test func refusesMoreThanItsLimits() {
        let full = (0..<1_000).map { "k\($0)=" }.joined(separator: "&")
        #expect(throws: Never.self) { try self.decoder.decode(full) }
        let tooMany = #expect(throws: TwilioError.self) { try self.decoder.decode(full + "&x=1") }
        #expect(tooMany?.code == .limitExceeded)
        let tooLong = #expect(throws: TwilioError.self) {
            try self.decoder.decode([UInt8](repeating: UInt8(ascii: "a"), count: 131_073))
        }
        #expect(tooLong?.code == .limitExceeded)
    }

    @Test func readsBackWhatItWrites() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<500 {
            var form: FormParameters = [:]
            for _ in 0..<Int.random(in: 1..<8, using: &generator) {
                form.append(Self.text(&generator) + "n", Self.text(&generator))
            }
            #expect(try self.decoder.decode(form.encoded) == form)
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<12, using: &generator) {
            let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    @Test func writesLikeTwilio() {
        let form: FormParameters = ["From": "+1 (415)", "a": "é~*-._", "b": "=&%"]
        #expect(String(decoding: form.encoded, as: UTF8.self) == "From=%2B1+%28415%29&a=%C3%A9%7E*-._&b=%3D%26%25")
    }

    @Test func survivesGarbage() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0...255, using: &generator) : "%&=+a1".utf8.randomElement(using: &generator) ?? 0
            }
            guard let form = try? self.decoder.decode(bytes) else { continue }
            #expect((try? self.decoder.decode(form.encoded)) == form)
        }
    }
}
