// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// NIO's strict HTTP/1 parser (llhttp), with our limits, leaving what follows an upgrade request to the WebSocket.
typealias HTTPParser = ByteToMessageHandler<HTTPRequestDecoder>

extension HTTPParser {
    static func make(_ configuration: HTTPEdgeConfiguration) -> HTTPParser {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.maxHeadSize
        limits.maxHeaderListSize = configuration.maxHeadSize
        limits.maxHeaderFieldCount = configuration.maxHeaderFields
        return HTTPParser(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
    }
}
