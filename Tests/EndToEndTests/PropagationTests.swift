// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQLTestSupport
import SupabaseTestSupport
import SwitchboardTesting
import Testing

/// What the services that a call needs are told of the call's trace, in a call that needs all of them.
@Suite(
    .enabled(if: ShownTrace.isInstalled, "\(ShownTrace.mend)"),
    .enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"),
    .timeLimit(.minutes(4))
)
struct PropagationTests {
    @Test func everyServiceIsToldWhichSpanARequestBelongsTo() async throws {
        let seen = try await TracedStage.run(isTraced: true)
        let root = try #require(seen.spans.first { $0.name == "call" && $0.attributes["call.sid"] == seen.call })
        #expect(root.attributes["call.result"] == "success" && root.attributes["call.reason"] == "operator_hung_up")
        #expect(seen.spans.filter { $0.name == "call" }.count == 1)
        try self.checkDeepgram(seen, root)
        try self.checkTwilio(seen)
        try self.checkSupabase(seen, root)
    }

    @Test func withoutTracingNobodyIsToldAnything() async throws {
        let seen = try await TracedStage.run(isTraced: false)
        #expect(!seen.listening.isEmpty && seen.listening.allSatisfy { $0.traceparent == nil })
        #expect(!seen.speaking.isEmpty && seen.speaking.allSatisfy { $0.traceparent == nil })
        #expect(!seen.twilio.isEmpty && !seen.supabase.isEmpty)
        #expect(seen.twilio.allSatisfy { $0.headers["traceparent"] == nil && $0.headers["tracestate"] == nil })
        #expect(seen.supabase.allSatisfy { $0.header("traceparent") == nil && $0.header("tracestate") == nil })
        #expect(seen.spans.isEmpty)
    }

    /// The exported span that a request names.
    private func span(_ traceparent: String?, in seen: TracedStage.Seen) throws -> ShownTrace {
        let parts = try #require(traceparent).split(separator: "-").map(String.init)
        #expect(parts.count == 4 && parts.first == "00" && parts.last == "01")
        return try #require(
            seen.spans.first { $0.trace == parts[1] && $0.id == parts[2] },
            "\(parts) is no exported span"
        )
    }

    private func checkDeepgram(_ seen: TracedStage.Seen, _ root: ShownTrace) throws {
        #expect(!seen.listening.isEmpty && !seen.speaking.isEmpty)
        for attempt in seen.listening {
            let span = try self.span(attempt.traceparent, in: seen)
            #expect(span.trace == root.trace && span.name == "recogniser connection")
        }
        for request in seen.speaking {
            let span = try self.span(request.traceparent, in: seen)
            #expect(span.trace == root.trace && span.name == "synthesis")
            #expect(span.attributes["synthesis.engine"] == "deepgram")
            #expect(seen.spans.contains { $0.id == span.parent && $0.name == "speech" })
        }
    }

    /// What the operator wanted belongs to the operator's trace.
    private func checkTwilio(_ seen: TracedStage.Seen) throws {
        let posts = seen.twilio.filter { $0.method == "POST" && $0.path.contains("/Calls") }
        #expect(!posts.isEmpty)
        for request in posts {
            let span = try self.span(request.headers["traceparent"], in: seen)
            #expect(span.trace == TracedStage.outside && span.name == "POST")
            #expect(request.headers["tracestate"] == "vendor=1")
        }
    }

    /// A batch of one call is part of its trace; one of several has a trace of its own that refers to the calls.
    private func checkSupabase(_ seen: TracedStage.Seen, _ root: ShownTrace) throws {
        let batches = seen.spans.filter { $0.name == "store batch" }
        #expect(!batches.isEmpty && batches.allSatisfy { $0.attributes["store.name"] == "supabase" })
        #expect(batches.contains { $0.attributes["store.outcome"] == "delivered" })
        #expect(batches.allSatisfy { $0.trace == root.trace || $0.links.contains(root.trace) })
        let appends = seen.supabase.filter { $0.path.hasSuffix("switchboard_append") }
        #expect(!appends.isEmpty)
        for request in appends {
            let span = try self.span(request.header("traceparent"), in: seen)
            #expect(span.name == "POST" && batches.contains { $0.id == span.parent && $0.trace == span.trace })
        }
    }
}
#endif
