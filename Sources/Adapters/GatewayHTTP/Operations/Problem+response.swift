// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Problem {
    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String?
        let reasons: [String]?
        let explanations: [ReadinessReason]?
        let field: String?
        let outcome: String?
        let requestId: String?
    }

    /// The answer with its document.
    func response(requestID: String?) -> Response {
        let (head, body) = self.answer(requestID: requestID)
        return Response(status: head.status, headers: head.headerFields, body: .init(byteBuffer: body))
    }

    /// The same for who speaks no Hummingbird, such as the upgrade of a WebSocket.
    func answer(requestID: String?) -> (HTTPResponse, ByteBuffer) {
        let document = Document(
            type: "urn:switchboard:problem:\(self.kind)",
            title: self.title,
            status: self.status.code,
            detail: self.detail,
            reasons: self.reasons.isEmpty ? nil : self.reasons,
            explanations: self.explanations.isEmpty ? nil : self.explanations,
            field: self.field,
            outcome: self.outcome,
            requestId: requestID
        )
        let body = HarmlessJSON.encode(document)
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        headers[.contentLength] = String(body.readableBytes)
        return (HTTPResponse(status: self.status, headerFields: headers), body)
    }
}
