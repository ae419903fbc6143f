// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import Logging
import Twilio

/// What operators read: calls and what was said in them, from the store.
struct OperatorRoutes: Sendable {
    let store: any CallReading
    let limits: WebhookLimits

    /// `GET /api/calls?limit=&cursor=&active=`: newest first.
    @Sendable func calls(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let query = try Self.callQuery(of: request)
        let store = self.store
        return Answer.json(CallPageDocument(try await self.read(context) { try await store.calls(query) }))
    }

    private static func callQuery(of request: Request) throws -> CallQuery {
        let parameters = try self.query(of: request)
        var query = CallQuery(cursor: parameters["cursor"])
        if let limit = parameters["limit"] {
            guard let limit = Int(limit), (1...500).contains(limit) else {
                throw Problem.badRequest("limit must be a number from 1 to 500.")
            }
            query.limit = limit
        }
        if let active = parameters["active"] {
            guard let isActive = Bool(active) else { throw Problem.badRequest("active must be true or false.") }
            query.isActive = isActive
        }
        return query
    }

    /// `GET /api/calls/{sid}`.
    @Sendable func call(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        Answer.json(CallDocument(try await self.record(context)))
    }

    /// `GET /api/calls/{sid}/transcript?format=json|text|srt|vtt`.
    @Sendable func transcript(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let name = try Self.query(of: request)["format"] ?? TranscriptFormat.json.rawValue
        guard let format = TranscriptFormat(rawValue: name) else {
            throw Problem.badRequest(
                "format must be one of \(TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        let call = try await self.record(context)
        let store = self.store
        let events = try await self.read(context) { try await store.events(of: call.id) }
        return Answer.text(format.write(Transcript(of: call.id, events: events)), format.contentType)
    }

    private func record(_ context: GatewayContext) async throws -> CallRecord {
        guard let sid = context.parameters.get("sid").flatMap({ CallSID($0) }) else { throw Problem.notFound }
        let store = self.store
        let record = try await self.read(context) { try await store.call(CallID(sid.description)) }
        guard let record else { throw Problem.notFound }
        return record
    }

    /// Reads from the store, but no longer than ten times what a webhook would wait.
    private func read<Value: Sendable>(
        _ context: GatewayContext,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            let limit = self.limits.storeWait * 10
            let value = try await Deadline.value(within: limit, on: context.eventLoop, body)
            guard let value else { throw Problem.storeUnavailable }
            return value
        } catch let error as StoreError where error.code == .invalidQuery {
            throw Problem.badRequest(error.message)
        } catch let error as StoreError where error.code == .unavailable {
            context.logger.warning("store cannot be read", metadata: ["error": "\(error)"])
            throw Problem.storeUnavailable
        }
    }

    private static func query(of request: Request) throws -> FormParameters {
        let text = (request.head.path ?? "").drop { $0 != "?" }.dropFirst()
        do {
            return try FormDecoder(maximumBytes: 4_096, maximumFields: 16).decode(text)
        } catch {
            throw Problem.badRequest("The query is malformed.")
        }
    }
}
