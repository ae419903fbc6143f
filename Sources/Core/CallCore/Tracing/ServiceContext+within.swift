// SPDX-License-Identifier: Apache-2.0

package import ServiceContextModule
package import Tracing

extension ServiceContext {
    /// Does something with a context, if there is one.
    package static func within<Value>(_ context: ServiceContext?, _ body: () throws -> Value) rethrows -> Value {
        guard let context else { return try body() }
        return try ServiceContext.withValue(context, operation: body)
    }

    /// Does something with a context, if there is one.
    package static func within<Value>(
        _ context: ServiceContext?,
        _ body: () async throws -> Value
    ) async rethrows -> Value {
        guard let context else { return try await body() }
        return try await ServiceContext.$current.withValue(context) { try await body() }
    }

    /// Does something within a span, if there is one, and ends it then.
    package static func within<Value>(
        _ span: (any Span)?,
        _ body: () async throws -> Value
    ) async rethrows -> Value {
        guard let span else { return try await body() }
        defer { span.end() }
        do {
            return try await ServiceContext.$current.withValue(span.context) { try await body() }
        } catch {
            span.recordError(error)
            span.setStatus(SpanStatus(code: .error))
            throw error
        }
    }
}
