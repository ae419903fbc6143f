// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What strangers say to break a log, and what a log must look like whatever they have said.
enum HostileLog {
    /// Ends a line, forges one, colours a terminal, turns the direction of writing.
    static let evil =
        "\r\n{\"level\":\"error\",\"msg\":\"forged\"}\u{1B}[31m\u{9B}31m\u{2028}\u{2029}\u{85}\u{202E}\u{0}\u{7F}"

    /// Each line is one JSON object with fields of bounded size, and nothing but line feeds controls anything. Returns the
    /// lines.
    @discardableResult
    static func check(_ log: String, atLeast count: Int) throws -> [[String: Any]] {
        let lines = log.utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count >= count)
        let objects = try lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            return try #require(object)
        }
        for fields in objects {
            #expect(fields["ts"] is String && fields["logger"] is String)
            #expect(fields["msg"] as? String != "forged")
            for (key, value) in fields {
                // And what says that it was cut.
                #expect("\(value)".utf8.count <= 1_024 + "…".utf8.count, "\(key)")
                #expect(key.utf8.count <= 128)
            }
        }
        Self.checkCharacters(log)
        return objects
    }

    private static func checkCharacters(_ log: String) {
        let unsafe: [ClosedRange<UInt32>] = [0...9, 11...0x1F, 0x7F...0x9F, 0x2028...0x202E]
        for scalar in log.unicodeScalars {
            guard unsafe.contains(where: { $0.contains(scalar.value) }) else { continue }
            Issue.record("the log has U+\(String(scalar.value, radix: 16))")
            return
        }
    }
}
