// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

extension OperatorRoutes {
    /// `GET /api/calls/export?format=jsonl|csv&rows=calls|lines` and the conditions of `GET /api/calls`.
    ///
    /// The answer is sent while it is read, no faster than the client takes it. When the store fails in the middle the
    /// connection is cut: the last chunk is missing, and no client takes what it has for all there is.
    @Sendable func export(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        var query = CallQuery()
        var format = CallExport.Format.jsonl
        var rows = CallExport.Rows.calls
        try OperatorQuery(request).read { name, value throws(QueryFlaw) in
            switch name {
            case "format": format = try OperatorQuery.choice(value, name)
            case "rows": rows = try OperatorQuery.choice(value, name)
            case _ where CallQuery.conditions.contains(name): return try query.take(value, for: name)
            default: return false
            }
            return true
        }
        guard let slot = self.exports.take() else { throw Problem.tooManyExports }
        let export = CallExport(format, rows: rows, of: query, from: self.store)
        // A store that is away gets a problem document: nothing has been sent yet.
        let first = try await self.next(of: export, context)
        return Response(
            status: .ok,
            headers: [
                .contentType: format.contentType,
                .contentDisposition: #"attachment; filename="\#(rows.rawValue).\#(format.rawValue)""#,
            ],
            body: ResponseBody { writer in
                defer { withExtendedLifetime(slot) {} }
                try await self.send(export, first: first, to: &writer, context)
            }
        )
    }

    /// The desk works in a task of its own: away from the connection's event loop, where calls' audio passes too.
    private func next(of export: CallExport, _ context: GatewayContext) async throws -> ByteBuffer? {
        try await self.desk.ask(context) { try await export.next().map { ByteBuffer(string: $0) } }
    }

    @concurrent
    private func send(
        _ export: CallExport,
        first: ByteBuffer?,
        to writer: inout any ResponseBodyWriter,
        _ context: GatewayContext
    ) async throws {
        var piece = first
        while let buffer = piece {
            do {
                try await writer.write(buffer)
            } catch {
                self.metrics.exportEnded("client_gone").increment()
                throw error
            }
            do {
                piece = try await self.next(of: export, context)
            } catch {
                self.metrics.exportEnded("broken_off").increment()
                let calls = await export.calls
                context.logger.warning(
                    "export broken off: what was sent is incomplete",
                    metadata: ["calls": "\(calls)", "error": "\(error)"]
                )
                throw error
            }
        }
        try await writer.finish(nil)
        self.metrics.exportEnded("complete").increment()
        let calls = await export.calls
        context.logger.notice("calls exported", metadata: ["calls": "\(calls)"])
    }
}
