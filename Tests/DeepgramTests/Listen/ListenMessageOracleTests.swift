// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Foundation
import Testing

/// What is JSON and what its numbers and strings are, decided by Foundation.
struct ListenMessageOracleTests {
    private let decoder = ListenMessageDecoder()

    private func decode(_ bytes: [UInt8]) throws(DeepgramError) -> ListenMessage {
        try self.decoder.decode(bytes.span.bytes)
    }

    private static func isSyntaxError(_ error: DeepgramError) -> Bool { error.message.contains("not JSON") }

    @Test(arguments: DocumentedMessages.all)
    func refusesEveryMessageThatIsCutOff(text: String) throws {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            let error = #expect(throws: DeepgramError.self) { try self.decode(Array(bytes[..<count])) }
            #expect(error.map(Self.isSyntaxError) == true, "\(count)")
        }
        _ = try self.decode(bytes)
    }

    /// Whether Foundation takes the bytes for JSON. What it refuses for other reasons than syntax is left out: bytes
    /// that are not UTF-8, halves of surrogate pairs, numbers beyond its range; and what it takes beyond RFC 8259:
    /// UTF-16, marks of byte order, a comma after the last element.
    private static func isJSON(_ bytes: [UInt8]) -> Bool? {
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let isOdd = text.range(of: #"\\u[dD][89a-fA-F]|,\s*[\]}]"#, options: .regularExpression) != nil
        guard !isOdd, !text.hasPrefix("\u{FEFF}") else { return nil }
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            return true
        } catch {
            return text.range(of: #"[eE][+-]?\d{3}"#, options: .regularExpression) == nil ? false : nil
        }
    }

    @Test func agreesWithFoundationOnWhatIsJSON() async {
        var generator = SeededGenerator(seed: 4)
        let alphabet = Array(#"{}[]",:\/ueE+-.0123456789truefalsnbtd x"#.utf8) + [0x0A, 0x1F, 0x7F, 0xC3, 0xA9]
        var (valid, invalid) = (0, 0)
        for round in 0..<20_000 {
            // Others may have something to do that cannot wait.
            if round.isMultiple(of: 200) { await Task.yield() }
            var bytes = Array(DocumentedMessages.all[round % DocumentedMessages.all.count].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = alphabet.randomElement(using: &generator) ?? 0
                case 1: bytes.remove(at: index)
                default: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: index)
                }
            }
            guard let expected = Self.isJSON(bytes) else { continue }
            var isJSON = true
            do { _ = try self.decode(bytes) } catch { isJSON = !Self.isSyntaxError(error) }
            if expected { valid += 1 } else { invalid += 1 }
            #expect(isJSON == expected, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(valid > 3_000 && invalid > 3_000)
    }

    @Test func readsNumbersAsTheStandardLibraryDoes() throws {
        var generator = SeededGenerator(seed: 5)
        var texts = [
            "0", "-0", "0.0", "1e22", "1e23", "9007199254740993", "9007199254740992e22", "1.7976931348623157e308",
            "4.9e-324", "2.2250738585072011e-308", "0.1", "123456789012345678901234567890", "0.00000000000000000000001",
            "1E-400", "18446744073709551616", "9999999999999999999", "1e-22", "3e-23", "5e0000000000000000000000001",
        ]
        for _ in 0..<5_000 {
            texts.append("\(Double.random(in: -1_000...1_000, using: &generator))")
            texts.append(String(format: "%.3f", Double.random(in: 0...100_000, using: &generator)))
            let pattern = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
            if pattern.isFinite { texts.append("\(pattern)") }
        }
        for text in texts {
            let message = try self.decoder.decode(#"{"type":"SpeechStarted","timestamp":\#(text)}"#)
            guard case .speechStarted(_, let time) = message else { continue }
            #expect(time.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test func readsStringsAsFoundationDoes() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            let scalars = (0..<Int.random(in: 1...20, using: &generator))
                .compactMap { _ in
                    Unicode.Scalar(UInt32.random(in: 0...(generator.chance(60) ? 0x7F : 0x10_FFFF), using: &generator))
                }
            let text = String(String.UnicodeScalarView(scalars))
            let encoder = JSONEncoder()
            let quoted = String(decoding: try encoder.encode(text), as: UTF8.self)
            #expect(try self.decoder.decode(#"{"type":\#(quoted),"b":\#(quoted)}"#) == .unknown(type: text))
            let units = text.utf16.map { String(format: "\\u%04x", $0) }.joined()
            guard !text.isEmpty, !["Results", "Error"].contains(text) else { continue }
            #expect(try self.decoder.decode(#"{"type":"\#(units)"}"#) == .unknown(type: text))
        }
    }

    @Test func survivesGarbage() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator))
                .map { _ in UInt8.random(in: 0...255, using: &generator) }
            do {
                _ = try self.decode(bytes)
                Issue.record("\(bytes) was taken for a message")
            } catch {
                #expect(error.code == .protocolViolation)
            }
        }
    }
}
