// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Twilio

/// Asks for webhooks as Twilio's HTTP client does: signed, with its header fields, redirects followed the way it
/// follows them, within its limits of time and size.
struct WebhookClient: Sendable {
    let http: HTTPClient
    let route: ServerRoute
    let signer: CallSigner
    let limits: SimulatedCall.Limits

    /// Sends a request. Throws the debugger's error when no answer came; an answer of any status is an answer.
    func send(_ request: WebhookRequest, cookies: [String: String]) async throws(DebuggerError) -> WebhookAnswer {
        let deadline = NIODeadline.now() + TimeAmount(self.limits.webhook)
        var request = request
        var cookies = cookies
        // 301 to 303 lose the form; ten redirects are followed. Twilio, "Webhooks (HTTP callbacks)".
        for _ in 0...10 {
            let answer = try await self.exchange(request, cookies: cookies, deadline: deadline)
            cookies = answer.cookies
            guard let next = answer.redirect else { return answer.answer }
            guard let url = request.url.resolving(next) else {
                throw DebuggerError(11_100, "\(request.url) redirects to \(next), which is no URL")
            }
            request.url = url
            if (301...303).contains(answer.answer.status) {
                request.method = .get
                request.parameters = [:]
            }
        }
        throw DebuggerError(11_215, "more than 10 redirects from \(request.url)")
    }

    private struct Exchange {
        var answer: WebhookAnswer
        var redirect: String?
        var cookies: [String: String] { self.answer.cookies }
    }

    private func exchange(
        _ request: WebhookRequest,
        cookies: [String: String],
        deadline: NIODeadline
    ) async throws(DebuggerError) -> Exchange {
        let outgoing = self.outgoing(request, cookies: cookies)
        do {
            let response = try await self.http.execute(outgoing, deadline: deadline)
            let limit = request.isMedia ? 32 << 20 : self.limits.documentBytes
            let body = try await response.body.collect(upTo: limit)
            let answer = WebhookAnswer(
                status: Int(response.status.code),
                contentType: Self.mediaType(response.headers.first(name: "content-type")),
                body: Array(body.readableBytesView),
                url: request.url,
                cookies: Self.cookies(in: response.headers, adding: cookies)
            )
            let location = response.headers.first(name: "location")
            let isRedirect = [301, 302, 303, 307, 308].contains(answer.status)
            return Exchange(answer: answer, redirect: isRedirect ? location : nil)
        } catch {
            throw DebuggerError(fetching: request.url, error: error)
        }
    }

    private func outgoing(_ request: WebhookRequest, cookies: [String: String]) -> HTTPClientRequest {
        let form = request.parameters
        let hasQuery = request.method == .get && !form.isEmpty
        let query = hasQuery ? String(decoding: form.encoded, as: UTF8.self) : nil
        let url = query.map { request.url.appending(query: $0) } ?? request.url
        let destination = self.route.destination(of: url)
        var outgoing = HTTPClientRequest(url: destination.url.description)
        outgoing.headers.add(name: "Host", value: destination.host)
        outgoing.headers.add(name: "User-Agent", value: "TwilioProxy/1.1")
        outgoing.headers.add(name: "Accept", value: "*/*")
        let token = request.idempotencyToken ?? UUID().uuidString.lowercased()
        outgoing.headers.add(name: "I-Twilio-Idempotency-Token", value: token)
        let signed = request.method == .post ? form : [:]
        if let signature = self.signer.signature(url: url.description, parameters: signed) {
            outgoing.headers.add(name: "X-Twilio-Signature", value: signature)
        }
        if !cookies.isEmpty {
            let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            outgoing.headers.add(name: "Cookie", value: pairs.joined(separator: "; "))
        }
        guard request.method == .post else { return outgoing }
        outgoing.method = .POST
        outgoing.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")
        outgoing.body = .bytes(ByteBuffer(bytes: form.encoded))
        return outgoing
    }

    private static func mediaType(_ header: String?) -> String {
        header.map { $0.prefix { $0 != ";" }.lowercased().trimmingWhitespace() } ?? ""
    }

    /// Name and value are kept, everything else about a cookie is not: a call is short and has one server.
    private static func cookies(in headers: HTTPHeaders, adding known: [String: String]) -> [String: String] {
        var cookies = known
        for header in headers["set-cookie"] {
            let pair = header.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals]).trimmingWhitespace()
            cookies[name] = String(pair[pair.index(after: equals)...])
        }
        return cookies
    }
}
