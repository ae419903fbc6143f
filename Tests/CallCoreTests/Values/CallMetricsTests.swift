// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Testing

@testable import CallCore

/// Other people's dashboards stand on these names.
struct CallMetricsTests {
    @Test func haveTheNamesOfThePublicSurface() {
        #expect(CallMetrics.active(.inbound).label == "switchboard_calls_active")
        #expect(CallMetrics.ended(.inbound, .callerHungUp).label == "switchboard_calls_total")
        #expect(CallMetrics.duration(.inbound).label == "switchboard_call_duration_seconds")
        #expect(CallMetrics.framesIn.label == "switchboard_media_frames_total")
        #expect(CallMetrics.framesOut.label == "switchboard_media_frames_total")
        #expect(CallMetrics.audioLost.label == "switchboard_audio_lost_seconds_total")
        #expect(CallMetrics.confidence.label == "switchboard_transcript_confidence")
        #expect(CallMetrics.engineFallback(from: "a", to: "b").label == "switchboard_engine_fallbacks_total")
        #expect(CallMetrics.engineOutage("a").label == "switchboard_engine_outage_seconds")
        #expect(CallMetrics.clockAhead.label == "switchboard_journal_clock_ahead_total")
    }

    @Test func areLabelledByClosedVocabulariesOnly() {
        func labels(_ dimensions: [(String, String)]) -> [String] { dimensions.map { "\($0)=\($1)" } }
        #expect(
            labels(CallMetrics.ended(.outbound, .mediaSilent).dimensions)
                == ["direction=outbound", "result=caller_error", "reason=media_silent"]
        )
        #expect(labels(CallMetrics.framesIn.dimensions) == ["direction=inbound"])
        #expect(labels(CallMetrics.framesOut.dimensions) == ["direction=outbound"])
        #expect(labels(CallMetrics.engineFallback(from: "a", to: "b").dimensions) == ["from=a", "to=b"])
        #expect(labels(CallMetrics.engineOutage("a").dimensions) == ["engine=a"])
    }
}
