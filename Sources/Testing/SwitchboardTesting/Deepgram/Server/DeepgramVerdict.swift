// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// What becomes of an upgrade request.
enum DeepgramVerdict {
    case accepted(any ChannelInboundHandler, HTTPHeaders, after: Duration)
    case refused(DeepgramRefusal, after: Duration)
    case unanswered
    case unreachable

    init(_ deepgram: SimulatedDeepgram, _ head: HTTPRequestHead, now: Duration, channel: any Channel) {
        let isSpeech = head.uri.hasPrefix("/v1/speak?") || head.uri == "/v1/speak"
        self =
            isSpeech
            ? deepgram.decideSpeech(head, now: now, channel: channel)
            : deepgram.decideListening(head, now: now, channel: channel)
    }

    /// The credential of a request: in the header, or, where those cannot be set, as a subprotocol.
    static func authorization(_ headers: HTTPHeaders) -> (value: String?, subprotocol: String?) {
        if let value = headers.first(name: "authorization") { return (value, nil) }
        let offered = headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        guard offered.count == 2, ["token", "bearer"].contains(offered[0].lowercased()) else { return (nil, nil) }
        return (offered[0] + " " + offered[1], offered[0])
    }
}

extension SimulatedDeepgram {
    func decideListening(_ head: HTTPRequestHead, now: Duration, channel: any Channel) -> DeepgramVerdict {
        let (authorization, subprotocol) = DeepgramVerdict.authorization(head.headers)
        let ear: any SimulatedEar = if case .numbered = self.hearing { NumberedEar() } else { DistantEar() }
        let (handshake, version) = self.withState { state in
            let handshake = state.service.connect(
                to: head.uri,
                authorization: authorization,
                traceparent: head.headers.first(name: "traceparent"),
                ear: ear,
                now: now
            )
            if case .accepted(let model, _) = handshake { state.listenChannels[model.report.number] = channel }
            return (handshake, state.service.faultsVersion)
        }
        defer { self.tellWatchers() }
        switch handshake {
        case .refused(let refusal, let delay): return .refused(refusal, after: delay)
        case .unanswered: return .unanswered
        case .unreachable: return .unreachable
        case .accepted(let model, let delay):
            let number = model.report.number
            channel.closeFuture.whenComplete { _ in
                self.withState {
                    $0.service.ended(number)
                    $0.listeners[number] = nil
                    $0.listenChannels[number] = nil
                }
                self.tellWatchers()
            }
            var headers: HTTPHeaders = ["dg-request-id": model.report.requestID]
            if let subprotocol { headers.add(name: "sec-websocket-protocol", value: subprotocol) }
            return .accepted(ListenConnection(self, model, faultsVersion: version), headers, after: delay)
        }
    }

    /// The few requests beside speech: the self-test of a key, and an access token for it.
    func answer(method: HTTPMethod, target: String, _ headers: HTTPHeaders) -> Result<String, DeepgramRefusal> {
        let authorization = DeepgramVerdict.authorization(headers).value
        do throws(DeepgramRefusal) {
            try self.withState { $0.service }.check(authorization)
        } catch {
            return .failure(error)
        }
        switch (method, target) {
        case (.GET, "/v1/auth/token"): return .success("{\"scopes\":[\"usage:write\"]}")
        case (.POST, "/v1/auth/grant"):
            let value: WireValue = ["access_token": .text(self.settings.accessToken), "expires_in": 30]
            return .success(value.encoded)
        case _: return .failure(DeepgramRefusal(status: 404, code: "NOT_FOUND", message: "Not Found"))
        }
    }
}
