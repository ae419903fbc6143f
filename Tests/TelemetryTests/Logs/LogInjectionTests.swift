// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Telemetry
import Testing

@Suite struct LogInjectionTests {
    static let hostile: [String] = [
        "line\nfake", "line\r\n{\"ts\":\"x\"}", "\r", "\u{0}", "\u{1B}[2J\u{1B}[31mred", "\u{9B}31m", "\u{85}next",
        "\u{2028}sep\u{2029}", "quote\" back\\slash", "\",\"level\":\"critical", "\u{202E}evil\u{202C}",
        "\u{2066}x\u{2069}",
        "\u{200B}\u{FEFF}\u{AD}", "\u{7F}", "\u{8}\u{8}\u{8}", "</script><script>alert(1)</script>", "%0d%0a",
        "\u{E0041}",
        "e\u{301}", "😀", "${jndi:ldap://x}", "\u{FFFD}", String(Unicode.Scalar(0xFFFF as UInt32)!), "\u{FFF9}", "\t",
    ]

    private static func isClean(_ line: String) -> Bool {
        line.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x00..<0x20, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9,
                0xFFFF, 0xE_0041:
                false
            default: true
            }
        }
    }

    @Test(arguments: hostile) func staysOneCleanLineOfJSONAndIsReadBack(text: String) throws {
        let line = LogCapture.text { logger in
            logger[metadataKey: "own"] = .string(text)
            logger.warning(
                "\(text)",
                metadata: ["value": .string(text), "\(text)": "key", "box": ["n": [.string(text)]]]
            )
        }
        #expect(line.utf8.last == UInt8(ascii: "\n"))
        #expect(Self.isClean(String(line.dropLast())))
        let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        for key in ["msg", "value", "own", "box.n.0"] {
            #expect((object[key] as? String).map { Array($0.utf8) } == Array(text.utf8), "\(key)")
        }
        #expect(object["level"] as? String == "warning")
        #expect(object.count == 8)
    }

    @Test(arguments: hostile) func staysOneCleanLineOfText(text: String) {
        let line = LogCapture.text(.pretty(usesColor: false)) { logger in
            logger.warning("\(text)", metadata: ["value": .string(text), "\(text)": "key"])
        }
        #expect(line.utf8.last == UInt8(ascii: "\n"))
        #expect(Self.isClean(String(line.dropLast())))
    }

    @Test func cutsAMegabyteToAKilobyteAtACharacter() throws {
        for unit in ["a", "é", "€", "😀"] {
            let huge = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
            let object = try LogCapture.object { $0.info("\(huge)", metadata: ["v": .string(huge)]) }
            for key in ["msg", "v"] {
                let kept = try #require(object[key] as? String)
                #expect(kept.hasSuffix("…"))
                #expect(kept.utf8.count <= 1_024 + "…".utf8.count)
                #expect(kept.utf8.count > 1_020)
                #expect(kept.dropLast().allSatisfy { String($0) == unit })
            }
        }
        let exact = String(repeating: "a", count: 1_024)
        #expect(try LogCapture.object { $0.info("m", metadata: ["v": .string(exact)]) }["v"] as? String == exact)
    }

    @Test func survivesRandomText() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<50, using: &generator) {
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &generator)) {
                    scalars.append(scalar)
                }
            }
            let text = String(scalars)
            let line = LogCapture.text { $0.info("m", metadata: ["v": .string(text)]) }
            #expect(line.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(scalars.map(\.value))")
        }
    }
}
