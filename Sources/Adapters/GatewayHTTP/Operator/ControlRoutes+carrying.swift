// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

// How a wish is carried out: by the call's stream where it is open here, otherwise by the carrier.
extension ControlRoutes {
    /// The call of the path, which must still go on.
    func activeCall(_ context: GatewayContext) async throws(Problem) -> CallRecord {
        guard let sid = context.parameters.get("sid").flatMap({ CallSID($0) }) else { throw .notFound }
        switch await self.book.look(up: CallID(sid.description), context) {
        case .unknown: throw .notFound
        case .unanswered: throw .storeUnavailable
        case .found(let record):
            guard record.isActive else { throw .conflict("The call is over.") }
            return record
        }
    }

    /// The wish is durable before anything is done.
    func note(_ command: OperatorCommand, of call: CallRecord, _ context: GatewayContext) async throws(Problem) {
        let name = context.operatorKey ?? "unknown"
        context.logger.info("operator command", metadata: ["call.sid": "\(call.id)"])
        guard case .stored = await self.book.append(.commanded(command, by: name), in: call.id, context).outcome else {
            throw .storeUnavailable
        }
    }

    func leave(
        _ call: CallRecord,
        saying text: String?,
        _ termination: CallTermination,
        next: NextStep
    ) async -> Bool {
        guard let live = self.manager.live(call.id) else { return false }
        return await live.carryOut(.leave(saying: text, termination, next: next))
    }

    func carrier() throws(Problem) -> any CallCarrier {
        guard let dialler else { throw .noCarrier }
        return dialler.carrier
    }

    func ask<Result>(_ body: () async throws(CarrierError) -> Result) async throws(Problem) -> Result {
        do throws(CarrierError) {
            return try await body()
        } catch {
            throw .carrier(error)
        }
    }

    /// Ends the stream with a sentence, or has the carrier ask what comes next; then `step` does.
    func move(
        _ call: CallRecord,
        _ command: OperatorCommand,
        to step: NextStep,
        saying text: String?,
        _ termination: CallTermination,
        _ context: GatewayContext
    ) async throws(Problem) -> HummingbirdCore.Response {
        // Found out before the wish is written down.
        if self.manager.live(call.id) == nil { _ = try self.carrier() }
        try await self.note(command, of: call, context)
        if await self.leave(call, saying: text, termination, next: step) {
            return Answer.accepted(CommandDocument(command, of: call.id, by: .stream))
        }
        try await self.redirect(call, to: step, by: try self.carrier(), context)
        return Answer.accepted(CommandDocument(command, of: call.id, by: .carrier))
    }

    /// The decision is durable before the carrier is told, and the address names it: a stream on another instance, which
    /// the carrier breaks off, takes that for the end of the call and decides something else.
    private func redirect(
        _ call: CallRecord,
        to step: NextStep,
        by carrier: any CallCarrier,
        _ context: GatewayContext
    ) async throws(Problem) {
        guard let publicURL = self.address.validator?.publicURL else { throw .starting }
        let (event, outcome) = await self.book.append(.nextDecided(step), in: call.id, context)
        guard case .stored = outcome else { throw .storeUnavailable }
        self.manager.decided(step, for: call.id)
        let origin = step == .resume ? "&from=hold" : ""
        let url = publicURL.url(of: GatewayPath.next + "?decision=\(event.id)" + origin)
        do throws(Problem) {
            try await self.ask { () async throws(CarrierError) in try await carrier.redirect(call.id, to: url) }
        } catch {
            context.logger.warning("carrier did not move a call", metadata: ["problem": "\(error.kind)"])
            // What was decided before is still so, unless the carrier may have moved the call all the same.
            if error.outcome == nil, let before = call.next {
                self.manager.decided(before, for: call.id)
                self.book.journal.enqueue(self.book.journal.event(.nextDecided(before), in: call.id))
            }
            throw error
        }
    }
}
