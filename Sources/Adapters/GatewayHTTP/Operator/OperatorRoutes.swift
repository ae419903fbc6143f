// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import Twilio

/// What operators read: calls and what was said in them, from the store.
struct OperatorRoutes: Sendable {
    let store: any CallReading
    let desk: StoreDesk
    let exports: ExportSlots
    let metrics: GatewayMetrics

    init(_ store: any CallReading, limits: ReadingLimits, metrics: GatewayMetrics) {
        self.metrics = metrics
        self.store = store
        self.desk = StoreDesk(limit: limits.storeWait)
        self.exports = ExportSlots(limits.exports)
    }

    /// `GET /api/calls?active=&from=&to=&number=&direction=&status=&result=&limit=&cursor=`: newest first.
    @Sendable func calls(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var query = CallQuery()
        try OperatorQuery(request).read { name, value throws(QueryFlaw) in try query.take(value, for: name) }
        let (store, question) = (self.store, query)
        return Answer.json(CallPageDocument(try await self.desk.ask(context) { try await store.calls(question) }))
    }

    /// `GET /api/search?q=&from=&to=&speaker=&limit=&cursor=`: newest first.
    @Sendable func search(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var query = TranscriptQuery("")
        try OperatorQuery(request).read { name, value throws(QueryFlaw) in try query.take(value, for: name) }
        guard !query.text.isEmpty else {
            throw OperatorQuery.flaw(QueryFlaw("q", "q is missing: the words to search for."))
        }
        let (store, question) = (self.store, query)
        return Answer.json(MatchesDocument(try await self.desk.ask(context) { try await store.search(question) }))
    }

    /// `GET /api/calls/{sid}`.
    @Sendable func call(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        Answer.json(CallDocument(try await self.record(context)))
    }

    /// `GET /api/calls/{sid}/transcript?format=json|text|srt|vtt|csv|jsonl`.
    @Sendable func transcript(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var format = TranscriptFormat.json
        try OperatorQuery(request).read { name, value throws(QueryFlaw) in
            guard name == "format" else { return false }
            format = try OperatorQuery.choice(value, name)
            return true
        }
        let call = try await self.record(context)
        let store = self.store
        let events = try await self.desk.ask(context) { try await store.events(of: call.id) }
        return Answer.text(format.write(CallTranscript(of: call.id, events: events)), format.contentType)
    }

    private func record(_ context: GatewayContext) async throws -> CallRecord {
        guard let sid = context.parameters.get("sid").flatMap({ CallSID($0) }) else { throw Problem.notFound }
        let store = self.store
        let record = try await self.desk.ask(context) { try await store.call(CallID(sid.description)) }
        guard let record else { throw Problem.notFound }
        return record
    }
}
