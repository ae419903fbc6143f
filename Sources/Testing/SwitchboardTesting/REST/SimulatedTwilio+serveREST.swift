// SPDX-License-Identifier: Apache-2.0

extension SimulatedTwilio {
    /// Opens Twilio's REST API on a free port of 127.0.0.1.
    ///
    /// - Parameters:
    ///   - account: whose calls, recordings and numbers these are, and whose token opens the door.
    ///   - routes: where public hosts are really to be found, such as `https://voice.example.com` at
    ///     `http://127.0.0.1:8080`, for the URLs that calls are given.
    ///   - configure: prepares each call that is made: pace, limits, faults. What the request says is set afterwards.
    ///   - report: told what happens in these calls, with their SID; from any thread, must not block.
    /// - Returns: the API, open until its `stop()`.
    /// - Throws: ``SimulationError`` for a route that is none; an error of NIO's when no port can be had.
    public func serveREST(
        account: SimulatedAccount,
        routes: [String: String] = [:],
        configure: @escaping @Sendable (inout SimulatedCall) -> Void = { _ in },
        report: @escaping @Sendable (String, SimulatedCallEvent) -> Void = { _, _ in }
    ) async throws -> SimulatedREST {
        let route = try ServerRoute(routes)
        let rest = SimulatedREST(twilio: self, account: account, route: route, configure: configure, report: report)
        try await rest.start()
        return rest
    }
}
