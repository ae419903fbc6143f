// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Testing

@testable import CallCore

/// Other people's dashboards stand on these names.
struct CallMetricsTests {
    private static let metrics = CallMetrics(factory: NOOPMetricsHandler.instance)

    @Test func haveTheNamesOfThePublicSurface() {
        #expect(Self.metrics.active(.inbound).label == "switchboard_calls_active")
        #expect(Self.metrics.ended(.inbound, .callerHungUp).label == "switchboard_calls_total")
        #expect(Self.metrics.duration(.inbound).label == "switchboard_call_duration_seconds")
        #expect(Self.metrics.framesIn.label == "switchboard_media_frames_total")
        #expect(Self.metrics.framesOut.label == "switchboard_media_frames_total")
        #expect(Self.metrics.audioLost.label == "switchboard_audio_lost_seconds_total")
        #expect(Self.metrics.confidence.label == "switchboard_transcript_confidence")
        #expect(Self.metrics.engineFallback(from: "a", to: "b").label == "switchboard_engine_fallbacks_total")
        #expect(Self.metrics.engineOutage("a").label == "switchboard_engine_outage_seconds")
        #expect(Self.metrics.clockAhead.label == "switchboard_journal_clock_ahead_total")
    }

    @Test func areLabelledByClosedVocabulariesOnly() {
        func labels(_ dimensions: [(String, String)]) -> [String] { dimensions.map { "\($0)=\($1)" } }
        #expect(
            labels(Self.metrics.ended(.outbound, .mediaSilent).dimensions)
                == ["direction=outbound", "result=caller_error", "reason=media_silent"]
        )
        #expect(labels(Self.metrics.framesIn.dimensions) == ["direction=inbound"])
        #expect(labels(Self.metrics.framesOut.dimensions) == ["direction=outbound"])
        #expect(labels(Self.metrics.engineFallback(from: "a", to: "b").dimensions) == ["from=a", "to=b"])
        #expect(labels(Self.metrics.engineOutage("a").dimensions) == ["engine=a"])
    }
}
