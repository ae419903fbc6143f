// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The gateway of Supabase: keys, sizes, and the way to PostgREST.
struct SimulatedGateway: Sendable {
    /// What becomes of a request.
    enum Decision: Sendable {
        case answers(SimulatedAnswer)
        /// Goes to PostgREST with this token; `nil` is nobody.
        case passes(path: String, token: String?)
    }

    var secretKeys: Set<String>
    var legacyKeys: Set<String>
    var legacyAreDisabled = false
    var maximumTarget = 8_000
    var maximumBody = 6 << 20

    func decide(_ request: SimulatedRequest) -> Decision {
        guard request.target.utf8.count <= self.maximumTarget else {
            return .answers(.html(414, "Request-URI Too Large"))
        }
        guard request.body.count <= self.maximumBody else { return .answers(.html(413, "Request Entity Too Large")) }
        guard request.path.hasPrefix("/rest/v1/") else {
            return .answers(.gateway(404, "no Route matched with those values"))
        }
        guard let key = request.header("apikey") else {
            return .answers(.gateway(401, "No API key found in request"))
        }
        let path = String(request.path.dropFirst("/rest/v1".count))
        // What is in Authorization wins, unless it is one of the new keys (`kong.yml` of the command line tool).
        let bearer = request.header("Authorization").flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
        if self.secretKeys.contains(key) {
            let agent = request.header("User-Agent") ?? ""
            if agent.contains("Mozilla") {
                return .answers(.gateway(401, "Forbidden use of secret API key in browser"))
            }
            if let bearer, bearer != key { return .passes(path: path, token: bearer) }
            return .passes(path: path, token: TestKeys.legacy())
        }
        if key == TestKeys.publishable { return .passes(path: path, token: bearer ?? TestKeys.legacy(role: "anon")) }
        guard self.legacyKeys.contains(key) else { return .answers(.gateway(401, "Invalid API key")) }
        if self.legacyAreDisabled { return .answers(.gateway(401, "Legacy API keys are disabled")) }
        return .passes(path: path, token: bearer ?? key)
    }
}
