// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging

/// Where routes ask the store: nobody waits longer than the limit, and what the store says becomes an answer.
struct StoreDesk: Sendable {
    let limit: Duration

    /// The value of some work with the store.
    func ask<Value: Sendable>(
        _ context: GatewayContext,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await Deadline.value(within: self.limit, on: context.eventLoop, body)
            guard let value else {
                context.logger.warning("store does not answer")
                throw Problem.storeUnavailable
            }
            return value
        } catch let error as StoreError where error.code == .invalidQuery {
            throw Problem.badRequest(error.message)
        } catch let error as StoreError where error.code == .unavailable {
            context.logger.warning("store cannot be read", metadata: ["error": "\(error)"])
            throw Problem.storeUnavailable
        }
    }
}
