// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// What monitoring systems read.
struct MetricsRoutes: Sendable {
    /// `nil` where nothing is counted.
    let write: (@Sendable (String?) -> MetricsDocument)?

    /// `GET /api/metrics`: in the format that `Accept` asks for.
    @Sendable func metrics(_ request: Request, _ context: GatewayContext) throws -> Response {
        guard let write else { throw Problem.notFound }
        let document = write(request.headers[.accept])
        return Answer.bytes(ByteBuffer(bytes: document.bytes), document.contentType)
    }
}
