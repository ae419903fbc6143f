// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import Synchronization

/// PostgREST 14 for what a store uses: functions, by POST (and GET, to be refused), one at a time per connection.
final class SimulatedPostgREST: Sendable {
    private let database: any SimulatedDatabase
    private let maximumRows: Int
    private let now: @Sendable () -> Date
    private let schemaCache = Mutex<Set<String>>([])
    private let transactions = Mutex(0)

    init(_ database: any SimulatedDatabase, maximumRows: Int, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.maximumRows = maximumRows
        self.now = now
    }

    /// How often a transaction was begun, repetitions included.
    var transactionCount: Int { self.transactions.withLock { $0 } }

    /// `NOTIFY pgrst, 'reload schema'`.
    func reloadSchema() async throws {
        let functions = try await self.database.functions()
        self.schemaCache.withLock { $0 = functions }
    }

    /// Forgets what it knows, as before its first reload.
    func forgetSchema() {
        self.schemaCache.withLock { $0 = [] }
    }

    func answer(_ request: SimulatedRequest, path: String, token: String?) async throws -> SimulatedAnswer {
        var role = "anon"
        do {
            if let token { role = try SimulatedToken(token, now: self.now()).role }
            return try await self.answer(request, path: path, role: role)
        } catch let error as SimulatedError {
            return .error(error, isAnonymous: role == "anon")
        }
    }

    private func answer(_ request: SimulatedRequest, path: String, role: String) async throws -> SimulatedAnswer {
        let parts = path.split(separator: "/")
        guard parts.first == "rpc" else {
            let name = parts.first.map(String.init) ?? ""
            throw parts.count > 1
                ? SimulatedError("PGRST125", "Invalid path specified in request URL")
                : SimulatedError("PGRST205", "Could not find the table 'public.\(name)' in the schema cache")
        }
        guard parts.count == 2 else { throw SimulatedError("PGRST125", "Invalid path specified in request URL") }
        let function = String(parts[1])
        guard [.POST, .GET, .HEAD].contains(request.method) else {
            throw SimulatedError("PGRST101", "Cannot use the \(request.method.rawValue) method on RPC")
        }
        let isReadOnly = request.method != .POST
        let arguments = try isReadOnly ? Self.query(request.target) : Self.body(request)
        guard self.schemaCache.withLock({ $0.contains(function) }), Set(arguments.keys) == ["argument"],
            let argument = arguments["argument"]
        else { throw SimulatedError.unknownFunction(function, arguments.keys.sorted()) }
        return try await self.run(function, argument, role: role, isReadOnly: isReadOnly, request)
    }

    private func run(
        _ function: String,
        _ argument: [UInt8],
        role: String,
        isReadOnly: Bool,
        _ request: SimulatedRequest
    ) async throws -> SimulatedAnswer {
        let accept = request.header("Accept") ?? "*/*"
        guard ["*/*", "application/json"].contains(where: { accept.contains($0) }) else {
            throw SimulatedError("PGRST107", "None of these media types are available: \(accept)")
        }
        switch try await self.transaction(function, argument, role: role, isReadOnly: isReadOnly) {
        case .void: return SimulatedAnswer(204, headers: [], body: [])
        case .value(let json): return .json(200, json, headers: [("Content-Range", "0-0/*")])
        case .set(let rows):
            // Silently: the status is 200 whatever was left out.
            let kept = rows.prefix(self.maximumRows)
            let range = kept.isEmpty ? "*/*" : "0-\(kept.count - 1)/*"
            let body = Array("[".utf8) + kept.joined(separator: Array(",\n ".utf8)) + Array("]".utf8)
            return .json(200, body, headers: [("Content-Range", range)])
        }
    }

    /// hasql-transaction runs a transaction again for ever when it ends in 40001 or 40P01; here a thousand times.
    private func transaction(
        _ function: String,
        _ argument: [UInt8],
        role: String,
        isReadOnly: Bool
    ) async throws -> SimulatedRows {
        for _ in 0..<1_000 {
            self.transactions.withLock { $0 += 1 }
            do {
                return try await self.database.call(function, argument: argument, role: role, isReadOnly: isReadOnly)
            } catch let error as SimulatedError where ["40001", "40P01"].contains(error.code) {
                continue
            }
        }
        throw SimulatedError("57014", "canceling statement due to statement timeout")
    }

    private static func body(_ request: SimulatedRequest) throws -> [String: [UInt8]] {
        let type = (request.header("Content-Type") ?? "application/json").prefix { $0 != ";" }
        guard type == "application/json" else {
            throw SimulatedError("PGRST102", "Content-Type not acceptable: \(type)")
        }
        guard request.header("Content-Encoding") == nil, !request.body.isEmpty,
            let object = try? JSONSerialization.jsonObject(with: Data(request.body), options: .fragmentsAllowed),
            let arguments = object as? [String: Any]
        else { throw SimulatedError("PGRST102", "Empty or invalid json") }
        // A value alone keeps its bytes: numbers must not pass through a Double.
        if arguments.count == 1, let name = arguments.keys.first, let value = Self.onlyValue(request.body) {
            return [name: value]
        }
        return arguments.mapValues { value in
            (try? JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)).map { Array($0) } ?? []
        }
    }

    /// The bytes between the first colon and the last brace.
    private static func onlyValue(_ body: [UInt8]) -> [UInt8]? {
        guard let colon = body.firstIndex(of: UInt8(ascii: ":")), let end = body.lastIndex(of: UInt8(ascii: "}")),
            colon < end
        else { return nil }
        return Array(body[(colon + 1)..<end])
    }

    private static func query(_ target: String) throws -> [String: [UInt8]] {
        guard let query = URLComponents(string: target)?.queryItems else { return [:] }
        return Dictionary(query.map { ($0.name, Array(($0.value ?? "").utf8)) }) { first, _ in first }
    }
}
