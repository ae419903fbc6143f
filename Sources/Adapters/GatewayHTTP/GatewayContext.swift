// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging
import NIOCore

/// What a route knows of a request besides the request.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Names the request in logs and problem documents.
    let requestID: String
    /// Where the connection lives.
    let eventLoop: any EventLoop
    /// The other end of the connection: a proxy, if there is one.
    let remoteAddress: SocketAddress?
    /// The name of the operator's key, once it is known.
    var operatorKey: String?
    /// The request's span; `nil` while tracing is off.
    var trace: RequestTrace?

    init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.requestID = RequestID().description
        self.eventLoop = source.channel.eventLoop
        self.remoteAddress = source.channel.remoteAddress
        self.logger[metadataKey: "hb.request.id"] = nil
        self.logger[metadataKey: "request.id"] = "\(self.requestID)"
    }
}
