// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import Logging
import Twilio

/// What operators want of calls. Every wish is in the journal, with the name of the operator's key, before it is carried
/// out.
struct ControlRoutes: Sendable {
    let manager: CallSessionManager
    /// `nil` without a carrier.
    let dialler: CallDialler?
    let address: GatewayAddress
    let book: CallBook
    let limits: WebhookLimits
    /// Where operators may send calls.
    let destinations: DiallingRules

    init(
        _ configuration: GatewayConfiguration,
        address: GatewayAddress,
        manager: CallSessionManager,
        dialler: CallDialler?
    ) {
        // Checked when the gateway was made.
        self.destinations = (try? configuration.calling.rules()) ?? .nothing
        self.manager = manager
        self.dialler = dialler
        self.address = address
        self.limits = configuration.webhooks
        self.book = CallBook(journal: manager.journal, limits: configuration.webhooks)
    }

    /// `POST /api/calls`: make a call. 201 with the call; 200 if the same order was carried out before.
    @Sendable func dial(_ request: Request, _ context: GatewayContext) async throws -> HummingbirdCore.Response {
        let order = try await DialRequest(request).order
        guard let dialler else { throw Problem.noCarrier }
        let dialled: CallDialler.Dialled
        do throws(DiallingError) {
            dialled = try await dialler.dial(order)
        } catch {
            context.logger.warning(
                "call not made",
                metadata: [
                    "operator": "\(context.operatorKey ?? "unknown")", "dial.error": "\(error.code)",
                    "carrier.error": "\(error.carrier?.code.description ?? "none")",
                ]
            )
            throw Problem.dialling(error)
        }
        let location = GatewayPath.calls + "/" + dialled.call.rawValue
        let document = await self.document(of: dialled.call, orderedAs: order, context)
        guard dialled.isRepeated else { return Answer.created(document, at: location) }
        var response = Answer.json(document)
        response.headers[.location] = location
        return response
    }

    /// The call as the store has it; as it was ordered, should the store not answer in time.
    private func document(
        of call: CallID,
        orderedAs order: CallOrder,
        _ context: GatewayContext
    ) async -> CallDocument {
        let journal = self.book.journal
        if journal.status.failures == 0 {
            _ = try? await Deadline.value(within: self.limits.journalWait, on: context.eventLoop) {
                await journal.flush()
            }
        }
        if let record = await self.book.look(up: call, context).record { return CallDocument(record) }
        let info = CallInfo(
            id: call,
            account: "",
            direction: .outbound,
            from: order.from ?? "",
            to: order.to,
            receivedAt: journal.now,
            plan: order.plan
        )
        return CallDocument(CallRecord(info: info))
    }
}
