// SPDX-License-Identifier: Apache-2.0

import InMemoryTracing
import Testing
import Tracing

@testable import CallCore

struct CallTraceTests {
    /// Other versions and other servers derive the same: a change of these values splits the traces of calls that go on
    /// while servers are updated.
    @Test func isTheSameEverywhereAndForEver() {
        let trace = CallTrace(CallID("CA" + String(repeating: "0123456789abcdef", count: 2)))
        #expect(trace == CallTrace(CallID("CA0123456789abcdef0123456789abcdef")))
        #expect(trace.text == "00-fc1485114dec67c6bac9e4bf1022bbc8-9d195d2f5fa9d4da-00")
    }

    @Test func hasTheNotationOfTraceparent() throws {
        for number in 0..<200 {
            let parts = CallTrace(CallID("CA\(number)")).text.split(separator: "-")
            #expect(parts.map(\.count) == [2, 32, 16, 2])
            #expect(parts.joined().allSatisfy { "0123456789abcdef".contains($0) })
            #expect(parts[1].contains { $0 != "0" } && parts[2].contains { $0 != "0" })
        }
    }

    @Test func noTwoCallsShareOne() {
        let traces = (0..<10_000).map { CallTrace(CallID("CA\($0)")) }
        #expect(Set(traces.map(\.high)).count == traces.count)
        #expect(Set(traces.map(\.low)).count == traces.count)
        #expect(Set(traces.map(\.root)).count == traces.count)
    }

    @Test func itsLastBytesAreFairToSampling() {
        let below = (0..<10_000).count { CallTrace(CallID("CA\($0)")).low >> 1 < 1 << 61 }
        #expect(abs(Double(below) / 10_000 - 0.25) < 0.02)
    }

    @Test func thereIsNoTracerWhileTracingIsOff() {
        #expect(CallTracer() == nil)
        #expect(CallTracer(NoOpTracer()) == nil)
        #expect(CallTracer(InMemoryTracer()) != nil)
    }
}
