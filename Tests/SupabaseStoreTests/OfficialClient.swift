// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Supabase's own Python client of PostgREST (`pip install postgrest`), as a process.
enum OfficialClient {
    /// What came of one call.
    struct Outcome: Codable, Equatable, Sendable {
        /// The answer as JSON with sorted keys.
        var data: String?
        /// PostgREST's code, a SQLSTATE, or a status.
        var code: String?
    }

    private struct Input: Encodable {
        var url: String
        var key: String
        var function: String
        var argument: String
    }

    private static let script = """
        import json, sys
        from postgrest import SyncPostgrestClient, APIError
        call = json.load(sys.stdin)
        headers = {"apikey": call["key"]}
        if not call["key"].startswith("sb_"): headers["Authorization"] = "Bearer " + call["key"]
        client = SyncPostgrestClient(call["url"] + "/rest/v1", headers=headers, retry_enabled=False)
        try:
            data = client.rpc(call["function"], {"argument": json.loads(call["argument"])}).execute().data
            outcome = {"data": json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)}
        except APIError as error:
            outcome = {"code": str(error.code)}
        json.dump(outcome, sys.stdout)
        """

    static let isInstalled = (try? python("import postgrest", input: Data())) != nil
    static let mend = "Supabase's Python client is not installed: pip install postgrest==2.34.1"

    /// Calls a function.
    static func call(url: String, key: String, function: String, argument: String) async throws -> Outcome {
        let input = try JSONEncoder().encode(Input(url: url, key: key, function: function, argument: argument))
        // On a thread that may wait: the server it talks to lives in this process.
        let data = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.python(Self.script, input: input) })
            }
        }
        return try JSONDecoder().decode(Outcome.self, from: data)
    }

    private struct Failure: Error {
        var status: Int32
    }

    private static func python(_ script: String, input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (output, source) = (Pipe(), Pipe())
        process.standardInput = source
        process.standardOutput = output
        try process.run()
        // A few hundred bytes: they fit into the pipe.
        try source.fileHandleForWriting.write(contentsOf: input)
        try source.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        return data
    }
}
