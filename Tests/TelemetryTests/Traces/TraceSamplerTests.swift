// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing
import Tracing

@Suite struct TraceSamplerTests {
    private static func share(_ name: String, _ argument: Double) throws -> Double {
        let sampler = try #require(TraceSampler(name: name, argument: argument))
        let tracer = OTLPTracer(sampler: sampler, random: SeededGenerator(seed: 3)) { _ in }
        let recorded = (0..<2_000).count { _ in tracer.startSpan("x", context: .topLevel).isRecording }
        return Double(recorded) / 2_000
    }

    @Test func recordsTheShareThatIsAskedFor() throws {
        #expect(try Self.share("traceidratio", 0) == 0)
        #expect(try Self.share("traceidratio", 1) == 1)
        let quarter = try Self.share("parentbased_traceidratio", 0.25)
        #expect(abs(quarter - 0.25) < 0.04)
    }

    @Test(arguments: [
        ("always_on", 1.0), ("parentbased_always_on", 1), ("always_off", 0), ("parentbased_always_off", 0),
    ])
    func knowsTheNameOf(name: String, share: Double) throws {
        #expect(try Self.share(name, 0.5) == share)
    }

    @Test(arguments: ["", "ALWAYS_ON", "jaeger_remote", "xray", "ratio"]) func refusesTheName(_ name: String) {
        #expect(TraceSampler(name: name) == nil)
    }

    @Test(arguments: [-0.1, 1.1, .nan, .infinity]) func refusesTheShare(_ share: Double) {
        #expect(TraceSampler(name: "traceidratio", argument: share) == nil)
    }

    @Test(arguments: [("always_on", true), ("always_off", false), ("traceidratio", true)])
    func onlyTheParentBasedFollowAParentInAnotherProgram(name: String, isRecorded: Bool) throws {
        let field = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-"
        for isSampled in [true, false] {
            let carrier = ["traceparent": field + (isSampled ? "01" : "00")]
            for prefix in ["", "parentbased_"] {
                let sampler = try #require(TraceSampler(name: prefix + name))
                let tracer = OTLPTracer(sampler: sampler) { _ in }
                var context = ServiceContext.topLevel
                tracer.extract(carrier, into: &context, using: DictionaryCarrier())
                let expected = prefix.isEmpty ? isRecorded : isSampled
                #expect(tracer.startSpan("x", context: context).isRecording == expected)
            }
        }
    }

    @Test func everyServerDecidesTheSameOfATrace() throws {
        let sampler = try #require(TraceSampler(name: "parentbased_traceidratio", argument: 0.5))
        let tracers = (0..<2).map { OTLPTracer(sampler: sampler, random: SeededGenerator(seed: $0)) { _ in } }
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let trace = try #require(TraceID(high: random.next(), low: random.next()))
            let carrier = [KnownSpan.parentField: "00-\(trace)-00f067aa0ba902b7-00"]
            let decisions = tracers.map { tracer in
                var context = ServiceContext.topLevel
                tracer.extract(carrier, into: &context, using: DictionaryCarrier())
                return tracer.startSpan("x", context: context).isRecording
            }
            #expect(decisions[0] == decisions[1])
        }
    }
}
