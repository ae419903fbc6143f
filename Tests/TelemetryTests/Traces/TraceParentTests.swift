// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing

/// By the examples and rules of https://www.w3.org/TR/trace-context/.
@Suite struct TraceParentTests {
    private static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func readsTheExampleOfTheSpecification() throws {
        let context = try #require(TraceParent.parse(Self.example))
        #expect(context.traceID.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.spanID.description == "00f067aa0ba902b7")
        #expect(context.isSampled)
        #expect(context.isRemote)
    }

    @Test func writesWhatItReads() throws {
        let context = try #require(TraceParent.parse(Self.example))
        #expect(TraceParent.text(context) == Self.example)
    }

    @Test(arguments: [("00", false), ("01", true), ("02", false), ("03", true), ("ff", true)])
    func readsTheFlagOfSampling(flags: String, isSampled: Bool) throws {
        let context = try #require(TraceParent.parse(Self.example.dropLast(2) + flags))
        #expect(context.isSampled == isSampled)
    }

    @Test(arguments: [
        "", "00", "00-", "garbage", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
    ])
    func refuses(_ text: String) {
        #expect(TraceParent.parse(text) == nil)
    }

    @Test(arguments: ["", "-", "-what-the-future-brings"])
    func readsTheKnownPartsOfAFutureVersion(rest: String) throws {
        let context = try #require(TraceParent.parse("cc" + Self.example.dropFirst(2) + rest))
        #expect(context.spanID.description == "00f067aa0ba902b7")
    }

    @Test func anyIdentifiersSurviveTheWay() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<1_000 {
            let context = SpanContext(
                traceID: try #require(TraceID(high: random.next(), low: random.next())),
                spanID: try #require(SpanID(random.next())),
                isSampled: Bool.random(using: &random),
                isRemote: true
            )
            #expect(TraceParent.parse(TraceParent.text(context)) == context)
        }
    }

    @Test func garbageIsNeverAnIdentifier() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            var bytes = Array(Self.example.utf8)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let context = TraceParent.parse(text) else { continue }
            #expect(TraceParent.text(context).dropFirst(2).dropLast(2) == text.dropFirst(2).dropLast(2))
        }
    }
}
