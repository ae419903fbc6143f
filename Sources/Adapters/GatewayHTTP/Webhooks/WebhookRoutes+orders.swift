// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import Twilio

// Calls that we have made ourselves. Their addresses carry the order's name, because the first webhook may come before
// the carrier has told us the call's.
extension WebhookRoutes {
    /// The facts of a call, with what was ordered with it if we made it.
    func orderedInfo(from webhook: SignedWebhook, _ context: GatewayContext) async -> CallInfo {
        var info = self.info(from: webhook)
        info.plan = await self.plan(of: webhook, context)
        if info.plan != nil { info.direction = .outbound }
        return info
    }

    private func plan(of webhook: SignedWebhook, _ context: GatewayContext) async -> CallPlan? {
        guard let order = webhook.query["order"], !order.isEmpty else { return nil }
        self.dialler?.seen(order, as: webhook.call)
        if let plan = self.dialler?.plan(of: order) { return plan }
        // Another instance has made the call, or this one before its restart: it writes the plan down as soon as it
        // knows the call's name.
        let clock = ContinuousClock()
        let deadline = clock.now + self.limits.planWait
        repeat {
            switch await self.book.look(up: webhook.call, context) {
            case .found(let record): return record.info.plan ?? CallPlan(order: order)
            case .unanswered: return CallPlan(order: order)
            case .unknown: break
            }
            guard (try? await clock.sleep(for: .milliseconds(100))) != nil else { break }
        } while clock.now < deadline
        context.logger.warning("plan of a call is not known")
        return CallPlan(order: order)
    }
}
