// SPDX-License-Identifier: Apache-2.0

import Testing

/// What an echo endpoint must do with some frames: the classes of the Autobahn test suite's groups 1 to 7 and 10.
///
/// The suite itself is run on `ws-echo` and `ws-echo-client` from outside; this table keeps its rules where a plain
/// `swift test` sees them.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var sent: [Frame]
    /// Opcode and payload of what must come back, before the close.
    var echoed: [Frame] = []
    /// The close code that must come back; `nil` when we close and the endpoint must agree with 1000.
    var closeCode: UInt16?

    private init(_ description: String, _ sent: [Frame], echoed: [Frame] = [], closeCode: UInt16? = nil) {
        self.testDescription = description
        self.sent = sent
        self.echoed = echoed
        self.closeCode = closeCode
    }

    static let all = payloads + pings + reserved + fragments + texts + closes

    /// Groups 1 and 10.
    private static let payloads = [0, 125, 126, 127, 128, 4_096, 65_535, 65_536].flatMap { length in
        [
            ConformanceCase(
                "1 text of \(length)",
                [Frame(opcode: 1, payload: Array(repeating: 0x2A, count: length))],
                echoed: [Frame(opcode: 1, payload: Array(repeating: 0x2A, count: length))]
            ),
            ConformanceCase(
                "1 binary of \(length)",
                [.binary(Array(repeating: 0xFE, count: length))],
                echoed: [.binary(Array(repeating: 0xFE, count: length))]
            ),
        ]
    }

    /// Group 2.
    private static let pings = [
        ConformanceCase("2.1 a ping", [.ping()], echoed: [.pong()]),
        ConformanceCase("2.3 a binary ping", [.ping([0, 0xFF, 0xFE])], echoed: [.pong([0, 0xFF, 0xFE])]),
        ConformanceCase(
            "2.4 a ping of 125",
            [.ping(Array(repeating: 0xFE, count: 125))],
            echoed: [.pong(Array(repeating: 0xFE, count: 125))]
        ),
        ConformanceCase("2.5 a ping of 126", [.ping(Array(repeating: 0xFE, count: 126))], closeCode: 1002),
        ConformanceCase("2.7 a pong nobody asked for", [.pong([1])]),
        ConformanceCase("2.10 ten pings", (0..<10).map { .ping([$0]) }, echoed: (0..<10).map { .pong([$0]) }),
    ]

    /// Groups 3 and 4.
    private static let reserved =
        (1...7).map { bits in
            ConformanceCase(
                "3 reserved bits \(bits)",
                [.text("ok"), Frame(opcode: 1, reserved: bits), .ping()],
                echoed: [.text("ok")],
                closeCode: 1002
            )
        }
        + [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { opcode in
            ConformanceCase(
                "4 opcode \(opcode)",
                [.text("ok"), Frame(opcode: opcode, payload: [1]), .ping()],
                echoed: [.text("ok")],
                closeCode: 1002
            )
        }

    /// Group 5.
    private static let fragments = [
        ConformanceCase(
            "5.1 a ping in fragments",
            [Frame(opcode: 9, payload: [1], isFinal: false), .continuation("x")],
            closeCode: 1002
        ),
        ConformanceCase(
            "5.3 a text in two",
            [.text("frag", isFinal: false), .continuation("ment")],
            echoed: [.text("fragment")]
        ),
        ConformanceCase(
            "5.6 a ping between",
            [.text("a", isFinal: false), .ping([7]), .continuation("b")],
            echoed: [.pong([7]), .text("ab")]
        ),
        ConformanceCase("5.9 a stray continuation", [.continuation("x"), .text("y")], closeCode: 1002),
        ConformanceCase(
            "5.12 a stray continuation without end",
            [.continuation("x", isFinal: false), .text("y")],
            closeCode: 1002
        ),
        ConformanceCase(
            "5.15 a stray continuation after a message",
            [.text("a", isFinal: false), .continuation("b"), .continuation("c", isFinal: false), .text("d")],
            echoed: [.text("ab")],
            closeCode: 1002
        ),
        ConformanceCase("5.18 two texts at once", [.text("a", isFinal: false), .text("b")], closeCode: 1002),
        ConformanceCase(
            "5.19 five fragments and pings",
            [
                .text("1", isFinal: false), .continuation("2", isFinal: false), .ping([1]),
                .continuation("3", isFinal: false),
                .continuation("4", isFinal: false), .ping([2]), .continuation("5"),
            ],
            echoed: [.pong([1]), .pong([2]), .text("12345")]
        ),
    ]

    /// Group 6.
    private static let texts =
        [
            ConformanceCase(
                "6.1 empty fragments",
                [.text("", isFinal: false), .continuation("", isFinal: false), .continuation("")],
                echoed: [.text("")]
            ),
            ConformanceCase(
                "6.2 a text cut in characters",
                Array("Hello-µ@ßöäüàá-UTF-8!!".utf8).enumerated().map { index, byte in
                    let last = index == Array("Hello-µ@ßöäüàá-UTF-8!!".utf8).count - 1
                    return index == 0
                        ? Frame(opcode: 1, payload: [byte], isFinal: false) : .continuation([byte], isFinal: last)
                },
                echoed: [.text("Hello-µ@ßöäüàá-UTF-8!!")]
            ),
            ConformanceCase(
                "6.3 invalid in fragments",
                [
                    Frame(opcode: 1, payload: [0xCE, 0xBA], isFinal: false),
                    .continuation([0xED, 0xA0, 0x80], isFinal: false),
                ],
                closeCode: 1007
            ),
        ]
        + UTF8ValidatorTests.invalid.map {
            ConformanceCase("6 invalid \($0)", [Frame(opcode: 1, payload: $0)], closeCode: 1007)
        }
        + UTF8ValidatorTests.valid.map {
            ConformanceCase("6 valid \($0)", [Frame(opcode: 1, payload: $0)], echoed: [Frame(opcode: 1, payload: $0)])
        }

    /// Group 7.
    private static let closes =
        [
            ConformanceCase("7.1.2 two closes", [.close(1000), .close(1000)], closeCode: 1000),
            ConformanceCase("7.1.3 a ping after the close", [.close(1000), .ping()], closeCode: 1000),
            ConformanceCase("7.1.4 a text after the close", [.close(1000), .text("x")], closeCode: 1000),
            ConformanceCase("7.1.5 a close in a message", [.text("x", isFinal: false), .close(1000)], closeCode: 1000),
            ConformanceCase("7.3.1 an empty close", [.close(nil)], closeCode: 0),
            ConformanceCase("7.3.2 a close of one byte", [Frame(opcode: 8, payload: [3])], closeCode: 1002),
            ConformanceCase(
                "7.3.5 a reason of 123",
                [.close(1000, Array(repeating: 0x2A, count: 123))],
                closeCode: 1000
            ),
            ConformanceCase(
                "7.3.6 a reason of 124",
                [.close(1000, Array(repeating: 0x2A, count: 124))],
                closeCode: 1002
            ),
            ConformanceCase("7.5.1 an invalid reason", [.close(1000, [0xCE, 0xED, 0xA0, 0x80])], closeCode: 1007),
        ]
        + [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map { (code: UInt16) in
            ConformanceCase("7.7 code \(code)", [.close(code)], closeCode: code)
        }
        + [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 65_535].map { (code: UInt16) in
            ConformanceCase("7.9 code \(code)", [.close(code)], closeCode: 1002)
        }
}
