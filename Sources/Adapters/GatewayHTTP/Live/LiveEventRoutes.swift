// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import HTTPTypes
import Hummingbird
import NIOCore
import Twilio

/// Calls while they happen, as server-sent events.
struct LiveEventRoutes: Sendable {
    /// What a reader is told of events that it will not see.
    struct Gap: Codable, Sendable, Hashable {
        /// How many, of any call; `nil` if nobody knows.
        let missed: Int?
        /// `slow`, `too_old`, `other_process`.
        let reason: String
    }

    /// Items in one piece of the answer.
    private static let together = 64

    let hub: LiveEventHub

    /// `GET /api/events?call=&last_event_id=`, and `Last-Event-ID`: every event from now on, or from behind that place on.
    @Sendable func events(_ request: Request, _ context: GatewayContext) throws -> Response {
        var call: CallID?
        var place = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        try OperatorQuery(request).read { name, value throws(QueryFlaw) in
            switch name {
            case "call":
                guard let sid = CallSID(value) else {
                    throw QueryFlaw(name, "call must be a call's SID, CA and 32 digits.")
                }
                call = CallID(sid.description)
            // Of a reader that connects again the header is newer.
            case "last_event_id": place = place ?? value
            default: return false
            }
            return true
        }
        guard let reader = self.hub.open() else {
            self.hub.metrics.liveRefused.increment()
            throw Problem.tooManyReaders
        }
        let cursor = self.hub.cursor(of: call, after: place)
        return Response(
            status: .ok,
            headers: Self.headers,
            body: ResponseBody { writer in
                try await request.body.consumeWithInboundCloseHandler { _ in
                    try await self.send(to: &writer, reader, cursor)
                } onInboundClosed: {
                    reader.close()
                }
            }
        )
    }

    private static let headers: HTTPFields = {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache"]
        // nginx would keep events back until its buffer is full.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return headers
    }()

    /// Sends until the reader goes, is cut off, or watching ends.
    @concurrent
    private func send(
        to writer: inout any ResponseBodyWriter,
        _ reader: LiveEventHub.Reader,
        _ cursor: LiveEventCursor
    ) async throws {
        var cursor = cursor
        var heartbeats = self.hub.heartbeats
        defer { reader.close() }
        let start = LiveEventID(process: self.hub.process, number: cursor.position)
        let beginning = ServerSentEvent.beginning(retry: self.hub.limits.retry, id: start.description)
        try await writer.write(ByteBuffer(string: beginning))
        try await self.sendAll(to: &writer, &cursor)
        for await _ in reader.signals {
            let count = try await self.sendAll(to: &writer, &cursor)
            let now = self.hub.heartbeats
            if count == 0, now != heartbeats { try await writer.write(ByteBuffer(string: ServerSentEvent.heartbeat)) }
            heartbeats = now
        }
        try await writer.finish(nil)
    }

    /// Sends what there is; returns how much that was.
    @concurrent
    @discardableResult
    private func sendAll(to writer: inout any ResponseBodyWriter, _ cursor: inout LiveEventCursor) async throws -> Int {
        var count = 0
        while true {
            let items = self.hub.take(&cursor, atMost: Self.together)
            guard !items.isEmpty else { return count }
            count += items.count
            try await writer.write(ByteBuffer(string: items.map { self.text(of: $0) }.joined()))
        }
    }

    private func text(of item: LiveEventCursor.Item) -> String {
        switch item {
        case .event(let event, let number):
            ServerSentEvent(
                id: LiveEventID(process: self.hub.process, number: number).description,
                name: event.event.kind.name,
                data: HarmlessJSON.text(CallEventDocument(event))
            ).text
        case .gap(let missed, let number, let reason):
            ServerSentEvent(
                id: LiveEventID(process: self.hub.process, number: number).description,
                name: "gap",
                data: HarmlessJSON.text(Gap(missed: missed, reason: reason.rawValue))
            ).text
        }
    }
}
