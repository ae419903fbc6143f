// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
import FoundationEssentials
public import NIOCore
import NIOHTTP1
import NIOSSL

/// Deepgram's Aura over REST: one request for each text, `POST /v1/speak`.
///
/// ```swift
/// let http = HTTPClient(eventLoopGroup: group, configuration: SpeakClient.httpConfiguration())
/// let client = try SpeakClient(http: http, access: access)
/// let task = client.speak("We open at nine.", SpeakParameters(), on: eventLoop) { event in … }
/// ```
/// Audio is handed on as it arrives. Connections are kept alive and used again by the next request, of any call.
/// <https://developers.deepgram.com/reference/text-to-speech-api>
public struct SpeakClient: SpeakService {
    private let http: HTTPClient
    private let access: SpeakAccess
    private let limits: SpeakLimits

    /// Creates a client; `http` stays the caller's, who made it with ``httpConfiguration(connections:connectTime:)`` and
    /// ends it. It should run on the event loops of the calls, so that no audio changes its thread.
    public init(http: HTTPClient, access: SpeakAccess, limits: SpeakLimits = SpeakLimits()) {
        self.http = http
        self.access = access
        self.limits = limits
    }

    /// The HTTP client's configuration: no redirects (they would carry the key away), no decompression, certificates
    /// checked, TLS 1.2 at least, connections kept for a minute.
    public static func httpConfiguration(
        connections: Int = 15,
        connectTime: Duration = .seconds(3)
    ) -> HTTPClient.Configuration {
        var http = HTTPClient.Configuration()
        http.redirectConfiguration = .disallow
        http.decompression = .disabled
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        http.tlsConfiguration = tls
        http.timeout.connect = TimeAmount(connectTime)
        http.connectionPool.idleTimeout = .seconds(60)
        http.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(1, connections)
        // Who asks has a span for it and passes its identity; here one would begin late and belong to nothing.
        http.tracing.tracer = nil
        // Whoever asks decides whether to ask again.
        http.connectionPool.retryConnectionEstablishment = false
        return http
    }

    /// Asks for a text to be spoken.
    public func speak(
        _ text: String,
        _ parameters: SpeakParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) -> any SpeakTask {
        eventLoop.preconditionInEventLoop()
        let task = SpeakRequest(text, limits: self.limits, on: eventLoop, deliver: deliver)
        task.begin { delegate in
            let request = try self.request(text, parameters, trace)
            // The client insists that the loop is one of its own.
            let isOurs = self.http.eventLoopGroup.makeIterator().contains { $0 === eventLoop }
            return self.http.execute(
                request: request,
                delegate: delegate,
                eventLoop: isOurs ? .delegate(on: eventLoop) : .indifferent
            )
        }
        return task
    }

    private func request(
        _ text: String,
        _ parameters: SpeakParameters,
        _ trace: TraceContext?
    ) throws -> HTTPClient.Request {
        try parameters.validate()
        var headers = HTTPHeaders()
        if let authorization = self.access.authorization { headers.add(name: "Authorization", value: authorization) }
        headers.add(name: "Content-Type", value: "application/json")
        headers.add(name: "Accept", value: "audio/mulaw")
        headers.add(name: "User-Agent", value: "Switchboard-Deepgram/1")
        for (name, value) in trace?.fields ?? [] { headers.add(name: name, value: value) }
        let body = try JSONEncoder().encode(["text": text])
        return try HTTPClient.Request(
            url: self.access.endpoint.restURL(parameters.requestTarget),
            method: .POST,
            headers: headers,
            body: .bytes(body)
        )
    }
}
