// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import WebSockets

/// Opens the socket of a media stream as Twilio does and waits until the stream is over.
struct StreamConnector: Sendable {
    let twilio: SimulatedTwilio
    let route: ServerRoute

    /// Runs a stream to its end. A stream that cannot be opened is an outcome too. Cancellation hangs up.
    func run(_ plan: StreamPlan) async -> StreamOutcome {
        let eventLoop = self.twilio.eventLoopGroup.next()
        let done = eventLoop.makePromise(of: StreamOutcome.self)
        let session = eventLoop.submit {
            let session = MediaStreamSession(plan, ticker: self.twilio.ticker(on: eventLoop), done: done)
            self.open(session, plan, on: eventLoop)
            return NIOLoopBound(session, eventLoop: eventLoop)
        }
        return await withTaskCancellationHandler {
            await plan.live.interruptible {
                session.whenSuccess { $0.value.interrupt() }
            } _: {
                do {
                    return try await done.futureResult.get()
                } catch {
                    preconditionFailure("a media stream's promise only ever succeeds, not \(error)")
                }
            }
        } onCancel: {
            session.whenSuccess { $0.value.hangUp() }
        }
    }

    private func open(_ session: MediaStreamSession, _ plan: StreamPlan, on eventLoop: any EventLoop) {
        let bound = NIOLoopBound(session, eventLoop: eventLoop)
        self.connect(to: plan.url, of: plan.call, delegate: session, on: eventLoop) { code, message, status in
            bound.value.fail(code, message, status: status)
        }
    }

    /// Opens a socket. Called on its event loop, where `fail` is told Twilio's number for what went wrong, in words, and
    /// with the HTTP status if there was one.
    func connect(
        to text: String,
        of call: SimulatedCall,
        delegate: any WebSocketDelegate,
        on eventLoop: any EventLoop,
        fail: @escaping @Sendable (Int, String, Int?) -> Void
    ) {
        guard let url = WebURL(text) else { return fail(31_923, "\(text) is no URL", nil) }
        let destination = self.route.destination(of: url)
        WebSocketClient.connect(
            to: destination.url.description,
            headers: Self.headers(call, url: text, host: destination.host),
            configuration: Self.configuration(call.limits),
            on: eventLoop,
            delegate: delegate
        ).whenFailure { error in
            let (code, status) = Self.verdict(on: error)
            fail(code, "\(text): \(error)", status)
        }
    }

    /// As captured from Twilio's stream client; the library adds what RFC 6455 asks for.
    static func headers(_ call: SimulatedCall, url: String, host: String) -> HTTPFields {
        var headers = HTTPFields()
        if let name = HTTPField.Name("host") { headers[name] = host }
        headers[.userAgent] = "Twilio.TmeWs/1.0"
        headers[.acceptEncoding] = "gzip"
        let signer = CallSigner(token: call.account.token, signing: call.streamSigning)
        if let name = HTTPField.Name("x-twilio-signature") { headers[name] = signer.signature(url: url) }
        return headers
    }

    static func configuration(_ limits: SimulatedCall.Limits) -> WebSocketClientConfiguration {
        let bytes = limits.messageBytes
        var webSocket = WebSocketConfiguration(
            limits: WebSocketLimits(maxMessageSize: bytes, maxFrameSize: bytes, maxFragments: 64)
        )
        // Twilio's client is not known to ping, and audio is a sign of life of its own.
        webSocket.pingInterval = nil
        webSocket.closeTimeout = limits.close
        return WebSocketClientConfiguration(
            webSocket: webSocket,
            connectTimeout: limits.connect,
            upgradeTimeout: limits.webhook
        )
    }

    /// Twilio's number for a stream that did not open, and the HTTP status if there was one.
    private static func verdict(on error: any Error) -> (code: Int, status: Int?) {
        guard let error = error as? WebSocketError else { return (31_900, nil) }
        switch error.code {
        case .refused: return (31_920, error.refusal.map { Int($0.status.code) })
        case .invalidHandshake: return (31_920, nil)
        case .timedOut: return (31_901, nil)
        case .connectFailed: return (31_902, nil)
        case .invalidURL: return (31_923, nil)
        default: return (31_903, nil)
        }
    }
}
