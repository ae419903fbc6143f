// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Hummingbird
import Logging
import Twilio

/// What operators erase: a caller's calls, or one call, with everything that was said in them.
struct ErasingRoutes: Sendable {
    let store: any CallReading
    let eraser: any CallErasing
    let desk: StoreDesk
    let batch: Int
    let metrics: GatewayMetrics

    init(_ store: any CallReading, _ eraser: any CallErasing, limits: ReadingLimits, metrics: GatewayMetrics) {
        self.metrics = metrics
        self.store = store
        self.eraser = eraser
        self.desk = StoreDesk(limit: limits.storeWait)
        self.batch = max(1, limits.erasedAtOnce)
    }

    /// `DELETE /api/callers/{number}`: all calls from or to an address that are over.
    @Sendable func caller(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let address = try Self.address(context)
        try OperatorQuery(request).read { _, _ in false }
        var erased = 0
        do {
            while true {
                let count = try await self.erase(.address(address), context)
                erased += count
                if count == 0 { break }
            }
            let active = try await self.active(address, context)
            self.report(erased, of: address, context, ["active": "\(active)"])
            return Answer.json(ErasureDocument(erased: erased, active: active))
        } catch {
            self.report(erased, of: address, context, ["incomplete": "true"])
            throw error
        }
    }

    /// `DELETE /api/calls/{sid}`.
    @Sendable func call(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        guard let sid = context.parameters.get("sid").flatMap({ CallSID($0) }) else { throw Problem.notFound }
        try OperatorQuery(request).read { _, _ in false }
        let id = CallID(sid.description)
        let store = self.store
        guard try await self.desk.ask(context, { try await store.call(id) }) != nil else { throw Problem.notFound }
        let erased = try await self.erase(.call(id), context)
        guard erased > 0 else {
            // What is not erased is active, unless somebody else has just erased it.
            guard let call = try await self.desk.ask(context, { try await store.call(id) }), call.isActive else {
                throw Problem.notFound
            }
            throw Problem.conflict("The call goes on; end it first.")
        }
        context.logger.notice("call erased", metadata: ["call.sid": "\(sid)"])
        return Answer.json(ErasureDocument(erased: erased, active: 0))
    }

    private func erase(_ selection: CallSelection, _ context: GatewayContext) async throws -> Int {
        let (eraser, batch) = (self.eraser, self.batch)
        let count = try await self.desk.ask(context) { try await eraser.erase(selection, limit: batch) }
        self.metrics.callsErased.increment(by: count)
        return count
    }

    private func active(_ address: String, _ context: GatewayContext) async throws -> Int {
        var query = CallQuery(limit: 500, isActive: true)
        query.address = address
        var count = 0
        while true {
            let (store, question) = (self.store, query)
            let page = try await self.desk.ask(context) { try await store.calls(question) }
            count += page.calls.count
            guard let next = page.next else { return count }
            query.cursor = next
        }
    }

    /// Who erased what, for the record: the key's name is on the line already, and the number is masked.
    private func report(_ erased: Int, of address: String, _ context: GatewayContext, _ more: Logger.Metadata) {
        var facts = more
        facts["erased"] = "\(erased)"
        facts["caller"] = "\(PhoneAddress(address).masked)"
        context.logger.notice("caller erased", metadata: facts)
    }

    /// The address at the end of the path. Anonymous callers are many people, so they cannot be erased by that word.
    private static func address(_ context: GatewayContext) throws(Problem) -> String {
        let flaw = QueryFlaw(
            "number",
            "number must be +E.164, a short code, client:NAME or sip:USER@HOST, percent-encoded."
        )
        guard let text = context.parameters.get("number"), text.utf8.count <= 2_048,
            let address = PathText.decode(text).flatMap(PhoneAddress.ofOneParty)
        else { throw OperatorQuery.flaw(flaw) }
        return address
    }
}
