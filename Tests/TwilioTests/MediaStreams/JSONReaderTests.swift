// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Twilio

@Suite struct JSONReaderTests {
    private let reader = JSONReader(maximumBytes: 10_000, maximumDepth: 32, maximumValues: 1_000)

    private func read(_ text: String) throws(TwilioError) -> JSONValue {
        try self.read(Array(text.utf8))
    }

    private func read(_ bytes: [UInt8]) throws(TwilioError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { bytes throws(TwilioError) in
            try self.reader.read(UnsafeRawBufferPointer(bytes))
        }
    }

    @Test func readsEveryKindOfValue() throws {
        let value = try self.read(
            #" { "a" : [ 1 , -2.5e+3 , true , false , null , "x" , {} , [] ] , "b" : { "c" : 0 } } "#
        )
        #expect(
            value
                == .object([
                    .init(
                        name: "a",
                        value: .array([
                            .number("1"), .number("-2.5e+3"), .bool(true), .bool(false), .null, .string("x"),
                            .object([]), .array([]),
                        ])
                    ),
                    .init(name: "b", value: .object([.init(name: "c", value: .number("0"))])),
                ])
        )
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "{]", "[}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", #"{"a"}"#, #"{"a":}"#,
        #"{"a":1,}"#, "{,}", #"{"a" 1}"#, "{a:1}", "{'a':1}", "{1:2}", #"{"a":1 "b":2}"#, "nul", "nulll", "True", "NaN",
        "Infinity", "-Infinity", "-", "+1", "01", "1.", ".5", "1e", "1e+", "--1", "0x10", "1 1", "\"", "\"a", "\"\\\"",
        #""\x""#, #""\u12"#, #""\u12G4""#, "\"\u{1}\"", "\"a\nb\"", "\u{FEFF}{}", "{}{}", "{}x", "/**/{}", "[1]//",
        #"["\"]"#, #"{"a":1}}"#, #"[[[]]"#,
    ])
    func refusesWhatIsNoJSON(text: String) {
        #expect(throws: TwilioError.self) { try self.read(text) }
    }

    @Test(arguments: [
        [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22],
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00],
    ])
    func refusesWhatIsNoUTF8(bytes: [UInt8]) {
        #expect(throws: TwilioError.self) { try self.read(bytes) }
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"),
        (#""\u0000""#, "\u{0}"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude00""#, "\u{FFFD}"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"), ("\"e\u{301}\"", "e\u{301}"),
    ])
    func readsEscapes(text: String, expected: String) throws {
        let string = try #require(try self.read(text).string)
        #expect(Array(string.utf8) == Array(expected.utf8))
    }

    /// Strings are looked at eight bytes at a time: every byte at every place of a word, and in what is left over.
    @Test func judgesEveryByteAtEveryPlaceOfAString() {
        for byte in UInt8.min...UInt8.max {
            for place in 0..<20 {
                var inside = Array("abcdefghijklmnopqrst".utf8)
                inside[place] = byte
                let isPlain = (0x20..<0x80).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                let value = try? self.read([0x22] + inside + [0x22])
                // A backslash may make an escape of the letter after it.
                if byte == UInt8(ascii: "\\"), place < 19, "bfnrt".utf8.contains(inside[place + 1]) {
                    #expect(value != nil)
                } else {
                    #expect((value != nil) == isPlain, "byte \(byte) at \(place)")
                    #expect(value == nil || value == .string(String(decoding: inside, as: UTF8.self)))
                }
            }
        }
    }

    @Test func refusesDeepNestingQuickly() {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")] {
            let deep = String(repeating: open, count: 100_000) + "1" + String(repeating: close, count: 100_000)
            let large = JSONReader(maximumBytes: .max, maximumDepth: 32, maximumValues: .max)
            let time = ContinuousClock().measure {
                let error = #expect(throws: TwilioError.self) {
                    try Array(deep.utf8).withUnsafeBytes { _ = try large.read($0) }
                }
                #expect(error?.code == .limitExceeded)
            }
            #expect(time < .seconds(1))
        }
        let atLimit = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(throws: Never.self) { try self.read(atLimit) }
        #expect(throws: TwilioError.self) { try self.read("[" + atLimit + "]") }
    }

    @Test func refusesTooManyValuesAndTooManyBytes() {
        let members = (0..<4_000).map { #""k\#($0)":0"# }.joined(separator: ",")
        let large = JSONReader(maximumBytes: .max, maximumDepth: 32, maximumValues: 1_000)
        let error = #expect(throws: TwilioError.self) {
            try Array("{\(members)}".utf8).withUnsafeBytes { _ = try large.read($0) }
        }
        #expect(error?.code == .limitExceeded)
        let long = #expect(throws: TwilioError.self) { try self.read(String(repeating: " ", count: 10_001)) }
        #expect(long?.code == .limitExceeded)
    }

    @Test func keepsHugeNumbersAsTextAndNeverAsInteger() throws {
        #expect(try self.read("1e999") == .number("1e999"))
        for text in [
            "1e999", "-1", "1.0", "1e2", "1234567890123456789", #""""#, #""-1""#, #"" 1""#, "null", "[1]", #""١""#,
        ] {
            #expect(try self.read(text).integer == nil, "\(text)")
        }
        for (text, value) in [("0", 0), (#""007""#, 7), ("123456789012345678", 123_456_789_012_345_678)] {
            #expect(try self.read(text).integer == Int64(value))
        }
    }

    @Test func theLastOfRepeatedNamesCountsAndNamesAreBytes() throws {
        let value = try self.read("{\"a\":1,\"a\":2,\"\u{E9}\":3,\"e\u{301}\":4}")
        #expect(value["a"]?.integer == 2)
        #expect(value["\u{E9}"]?.integer == 3)
        #expect(value["e\u{301}"]?.integer == 4)
    }

    /// A large mixed text, cut and changed at random: both must agree on what is JSON.
    @Test func agreesWithFoundationAboutWhatIsJSON() throws {
        let text = #"{"a":[1,2.5,-3e4,true,false,null],"b":{"c":"\u0041\n\/","d":[[],{}]},"e":"é"}"#
        var generator = SeededGenerator(seed: 3)
        let bytes = Array(text.utf8)
        let spice = Array(#"{}[]",:\0123eE+-.tfn u/"#.utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let position = Int.random(in: changed.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: changed[position] = spice.randomElement(using: &generator) ?? 0
                case 1: changed.remove(at: position)
                default: changed.insert(spice.randomElement(using: &generator) ?? 0, at: position)
                }
            }
            let ours = (try? self.read(changed)) != nil
            let theirs = (try? JSONSerialization.jsonObject(with: Data(changed), options: .fragmentsAllowed)) != nil
            accepted += ours ? 1 : 0
            guard ours != theirs else { continue }
            // Foundation takes a comma before a closing bracket; RFC 8259 does not.
            let text = String(decoding: changed, as: UTF8.self)
            let isLeniency = !ours && (text.contains(",]") || text.contains(",}"))
            #expect(isLeniency, "\(text) ours: \(ours)")
        }
        #expect(accepted > 500)
    }
}
