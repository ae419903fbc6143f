// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Twilio

/// Makes one call and finds out whether it was made.
struct CallCreation: Sendable {
    let call: NewCall
    let request: RESTRequest
    let search: CallSearch?
    let calls: CallsAPI

    func run() async -> RESTOutcome<CallResource> {
        // Every order may have been carried out late, so all of them are looked for from the first.
        let began = self.calls.dispatcher.exchange.now()
        var repeatsLeft = max(0, self.search?.repeats ?? 0)
        while true {
            let outcome: RESTOutcome<CallResource> = await self.calls.dispatcher.outcome(self.request)
            guard case .unknown(let error) = outcome, let search = self.search else { return outcome }
            switch await self.look(search, since: began) {
            case .found(let call): return .done(call)
            case .absent where repeatsLeft > 0: repeatsLeft -= 1
            case .absent: return .failed(error.cause as? TwilioRESTError ?? error)
            case .cannotTell, .look: return outcome
            }
        }
    }

    /// Looks until it is found or there is nothing left to try; never returns ``CallSearchState/Action/look(after:)``.
    private func look(_ search: CallSearch, since began: Date) async -> CallSearchState.Action {
        var state = CallSearchState(search)
        var action = state.begin()
        while case .look(let wait) = action {
            guard (try? await self.calls.dispatcher.clock.sleep(for: wait)) != nil else { return .cannotTell }
            do throws(TwilioRESTError) {
                let candidates = try await self.candidates(search, since: began)
                var identified: [(call: CallResource, is: CallSearch.Identification)] = []
                for call in candidates { identified.append((call, await search.identify(call))) }
                action = state.saw(identified)
            } catch {
                action = state.missed()
            }
        }
        return action
    }

    /// The calls between the two that began since, and those that still wait to be dialled and have no time yet.
    private func candidates(_ search: CallSearch, since began: Date) async throws(TwilioRESTError) -> [CallResource] {
        let earliest = began - search.clockDifference / .seconds(1)
        var filter = CallFilter()
        filter.to = self.call.to
        filter.from = self.call.from
        filter.pageSize = 50
        var waiting = filter
        filter.started.from = earliest
        waiting.status = .queued
        var found: [CallResource] = []
        for filter in [filter, waiting] {
            // More than a few between the same two are too many to tell apart anyway.
            for call in try await self.calls.list(filter).prefix(upTo: 50)
            where !found.contains(where: { $0.sid == call.sid }) {
                found.append(call)
            }
        }
        return found.filter { call in
            guard !self.calls.dispatcher.knownCalls.contains(call.sid), call.parent == nil else { return false }
            return (call.created ?? call.started).map { $0 >= earliest } ?? true
        }
    }
}
