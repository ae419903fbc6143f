// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Answers of the edge's own, as problem documents (RFC 9457), all of them the last on their connection.
extension HTTPEdgeHandler {
    func answer(_ status: Int, detail: String? = nil, headers extra: [(String, String)] = []) {
        guard let context = self.context else { return }
        let status = HTTPResponseStatus(statusCode: status)
        // Only fixed texts of our own stand in here, so nothing needs escaping.
        let detail = detail.map { ",\"detail\":\"\($0)\"" } ?? ""
        let body =
            "{\"type\":\"about:blank\",\"title\":\"\(status.reasonPhrase)\",\"status\":\(status.code)\(detail)}\n"
        var headers = HTTPHeaders(extra)
        headers.add(name: "content-type", value: "application/problem+json")
        headers.add(name: "content-length", value: String(body.utf8.count))
        headers.add(name: "connection", value: "close")
        self.addFields(to: &headers)
        if status == .methodNotAllowed { headers.add(name: "allow", value: "GET, HEAD, POST") }
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// What every answer says.
    func addFields(to headers: inout HTTPHeaders) {
        for field in self.configuration.answerFields where !headers.contains(name: field.name) {
            headers.add(name: field.name, value: field.value)
        }
    }
}
