// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import WebSockets

/// RFC 6455 sections 5.2 to 5.6 and 7.4, from literal bytes.
@Suite struct DecoderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var frames: [Frame]
        var expected: [Decoded]

        init(_ description: String, _ frames: [Frame], _ expected: [Decoded]) {
            self.testDescription = description
            self.frames = frames
            self.expected = expected
        }
    }

    /// RFC 6455 section 5.7's own examples among them.
    static let accepted = [
        Case("a text", [.text("Hello")], [.text("Hello")]),
        Case("an empty text", [.text("")], [.text("")]),
        Case("a text in fragments", [.text("Hel", isFinal: false), .continuation("lo")], [.text("Hello")]),
        Case("a ping", [.ping(Array("Hello".utf8))], [.ping(Array("Hello".utf8))]),
        Case("256 bytes", [.binary(Array(repeating: 7, count: 256))], [.binary(Array(repeating: 7, count: 256))]),
        Case(
            "65 536 bytes",
            [.binary(Array(repeating: 9, count: 65_536))],
            [.binary(Array(repeating: 9, count: 65_536))]
        ),
        Case(
            "125, 126 and 127 bytes",
            [125, 126, 127].map { .binary(Array(repeating: 1, count: $0)) },
            [125, 126, 127].map { .binary(Array(repeating: 1, count: $0)) }
        ),
        Case(
            "65 535 bytes",
            [.binary(Array(repeating: 1, count: 65_535))],
            [.binary(Array(repeating: 1, count: 65_535))]
        ),
        Case(
            "empty fragments",
            [.text("", isFinal: false), .continuation("", isFinal: false), .continuation("")],
            [.text("")]
        ),
        Case(
            "a ping between fragments",
            [.text("a", isFinal: false), .ping([1]), .continuation("b")],
            [.ping([1]), .text("ab")]
        ),
        Case(
            "a character cut between fragments",
            [.text("", isFinal: false), .continuation([0xE2, 0x82], isFinal: false), .continuation([0xAC])],
            [.text("€")]
        ),
        Case("a pong nobody asked for", [.pong([1, 2])], [.pong([1, 2])]),
        Case("a ping of 125 bytes", [.ping(Array(repeating: 3, count: 125))], [.ping(Array(repeating: 3, count: 125))]),
        Case("an empty close", [.close(nil)], [.close(nil, "")]),
        Case("a close with a reason", [.close(1000, Array("bye".utf8))], [.close(1000, "bye")]),
        Case("binary that is no text", [.binary([0xFF, 0xFE, 0x00])], [.binary([0xFF, 0xFE, 0x00])]),
    ]

    static let refused =
        [
            Case("RSV1", [Frame(opcode: 1, reserved: 4)], [.violation(1002)]),
            Case("RSV2", [Frame(opcode: 2, reserved: 2)], [.violation(1002)]),
            Case("RSV3 on a ping", [Frame(opcode: 9, reserved: 1)], [.violation(1002)]),
            Case("a ping in fragments", [Frame(opcode: 9, isFinal: false)], [.violation(1002)]),
            Case("a ping of 126 bytes", [.ping(Array(repeating: 0, count: 126))], [.violation(1002)]),
            Case("a close of 126 bytes", [.close(1000, Array(repeating: 65, count: 124))], [.violation(1002)]),
            Case("a close of one byte", [Frame(opcode: 8, payload: [3])], [.violation(1002)]),
            Case("a close reason that is no text", [.close(1000, [0xFF])], [.violation(1007)]),
            Case("a close reason that ends in a character", [.close(1000, [0xE2, 0x82])], [.violation(1007)]),
            Case("a stray continuation", [.continuation("x")], [.violation(1002)]),
            Case("a stray continuation without end", [.continuation("x", isFinal: false)], [.violation(1002)]),
            Case(
                "a continuation after the end",
                [.text("a", isFinal: false), .continuation("b"), .continuation("c")],
                [.text("ab"), .violation(1002)]
            ),
            Case("a text inside a text", [.text("a", isFinal: false), .text("b")], [.violation(1002)]),
            Case("a binary inside a text", [.text("a", isFinal: false), .binary([1])], [.violation(1002)]),
            Case("invalid text", [Frame(opcode: 1, payload: [0x61, 0xFF])], [.violation(1007)]),
            Case("text that ends in a character", [Frame(opcode: 1, payload: [0xE2, 0x82])], [.violation(1007)]),
            Case(
                "text invalid across fragments",
                [Frame(opcode: 1, payload: [0xE2], isFinal: false), .continuation([0x28])],
                [.violation(1007)]
            ),
            Case("5 in 16 bits", [Frame(opcode: 1, payload: Array("Hello".utf8), lengthForm: 126)], [.violation(1002)]),
            Case("5 in 64 bits", [Frame(opcode: 1, payload: Array("Hello".utf8), lengthForm: 127)], [.violation(1002)]),
            Case(
                "300 in 64 bits",
                [Frame(opcode: 2, payload: Array(repeating: 0, count: 300), lengthForm: 127)],
                [.violation(1002)]
            ),
            Case(
                "a 64-bit length with its top bit",
                [Frame(opcode: 2, lengthForm: 127, announcedLength: 1 << 63 | 5)],
                [.violation(1002)]
            ),
            Case("an announced tebibyte", [Frame(opcode: 2, announcedLength: 1 << 40)], [.violation(1009)]),
            Case("a frame over the limit", [.binary(Array(repeating: 0, count: 65_537))], [.violation(1009)]),
            Case(
                "a message over the limit in fragments",
                [.binary(Array(repeating: 0, count: 65_536), isFinal: false), .continuation("x")],
                [.violation(1009)]
            ),
            Case(
                "65 fragments",
                [.text("", isFinal: false)] + Array(repeating: .continuation("", isFinal: false), count: 64),
                [.violation(1009)]
            ),
        ]
        + (3...7).map { Case("opcode \($0)", [Frame(opcode: $0)], [.violation(1002)]) }
        + (11...15).map { Case("opcode \($0)", [Frame(opcode: $0)], [.violation(1002)]) }

    @Test(arguments: Self.accepted) func accepts(_ item: Case) {
        #expect(Decoded.all([item.frames.flatMap { $0.masked().bytes }]) == item.expected)
        #expect(Decoded.all([item.frames.flatMap(\.bytes)], role: .client) == item.expected)
    }

    @Test(arguments: Self.refused) func refuses(_ item: Case) {
        #expect(Decoded.all([item.frames.flatMap { $0.masked().bytes }]) == item.expected)
        #expect(Decoded.all([item.frames.flatMap(\.bytes)], role: .client) == item.expected)
    }

    @Test(arguments: Self.accepted + Self.refused) func understandsTheSameBytesOneByOne(_ item: Case) {
        // 64 KiB cases one byte at a time would say nothing more than the small ones do.
        let bytes = item.frames.flatMap { $0.masked().bytes }
        guard bytes.count < 2_000 else { return }
        #expect(Decoded.all(bytes.map { [$0] }) == item.expected)
    }

    @Test(arguments: Self.accepted) func waitsAtEveryCut(_ item: Case) {
        let bytes = item.frames.flatMap { $0.masked().bytes }
        for length in stride(from: 0, to: min(bytes.count, 400), by: 1) {
            let events = Decoded.all([Array(bytes[..<length])])
            #expect(events == Array(item.expected.prefix(events.count)), "cut at \(length)")
        }
    }

    @Test func demandsMasksFromClientsAndForbidsThemToServers() {
        #expect(Decoded.all([Frame.text("x").bytes], role: .server) == [.violation(1002)])
        #expect(Decoded.all([Frame.text("x").masked().bytes], role: .client) == [.violation(1002)])
    }

    @Test func failsAtTheFirstByteThatCannotBeText() {
        // Autobahn 6.4.3: the frame is announced whole, and the bad byte is refused before the rest arrives.
        let bytes = Frame.text(String(repeating: "a", count: 100)).masked([0, 0, 0, 0]).bytes
        let bad = Array(bytes[..<20]) + [0xF4, 0x90]
        #expect(Decoded.all([bad]) == [.violation(1007)])
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999] as [UInt16])
    func acceptsCloseCode(_ code: UInt16) {
        #expect(Decoded.all([Frame.close(code).masked().bytes]) == [.close(code, "")])
    }

    @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] as [UInt16])
    func refusesCloseCode(_ code: UInt16) {
        #expect(Decoded.all([Frame.close(code).masked().bytes]) == [.violation(1002)])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func understandsTheSameHoweverTheBytesAreCut(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let cases = (0..<6).map { _ in
            Self.accepted.filter { $0.frames.allSatisfy { $0.payload.count < 300 } }.randomElement(using: &random)!
        }
        .filter { $0.expected.allSatisfy { if case .close = $0 { false } else { true } } }
        let bytes = cases.flatMap {
            $0.frames.flatMap { $0.masked((0..<4).map { _ in .random(in: 0...255, using: &random) }).bytes }
        }
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...min(rest.count, 40), using: &random)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(Decoded.all(pieces) == cases.flatMap(\.expected), "seed \(seed)")
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func survivesGarbage(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        // Half of the time a likely first byte, so that the garbage gets further than the header.
        if Bool.random(using: &random) { bytes.insert(contentsOf: [0x81, 0x85], at: 0) }
        let whole = Decoded.all([bytes])
        #expect(Decoded.all(bytes.map { [$0] }) == whole, "seed \(seed)")
    }

    @Test func takesLongMessagesInManyFragmentsWhenTheLimitsAllowIt() {
        let limits = WebSocketLimits(maxMessageSize: 4 << 20, maxFrameSize: 64, maxFragments: 100_000)
        let piece = [UInt8](repeating: 0x61, count: 64)
        let count = 65_536
        var bytes = Frame.binary(piece, isFinal: false).masked().bytes
        let middle = Frame.continuation(piece, isFinal: false).masked().bytes
        for _ in 0..<count - 2 { bytes += middle }
        bytes += Frame.continuation(piece).masked().bytes
        let events = Decoded.all([bytes], limits: limits)
        #expect(events == [.binary([UInt8](repeating: 0x61, count: 64 * count))])
    }

    @Test func keepsNoMoreMemoryThanHasArrived() {
        var decoder = WebSocketDecoder(
            role: .server,
            limits: WebSocketLimits(maxMessageSize: 1 << 30, maxFrameSize: 1 << 30)
        )
        let bytes = Frame(
            opcode: 2,
            payload: Array(repeating: 1, count: 1_000),
            mask: [1, 2, 3, 4],
            announcedLength: 1 << 29
        ).bytes
        bytes.withUnsafeBytes { bytes in
            var offset = 0
            do throws(WebSocketViolation) {
                let event = try decoder.next(bytes, &offset)
                #expect(event == .needMoreData)
            } catch {
                Issue.record(error)
            }
        }
        #expect(decoder.scratch.readableBytes == 1_000)
        #expect(decoder.scratch.capacity <= 4_096)
    }
}
