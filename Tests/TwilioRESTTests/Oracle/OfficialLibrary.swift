// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Twilio's own Python library (`pip install twilio`) with an HTTP client that only notes what would be sent.
enum OfficialLibrary {
    struct Request: Codable, Equatable, Sendable {
        var method: String
        var path: String
        var fields: [[String]]
    }

    private static let script = """
        import json, sys, datetime
        from urllib.parse import urlsplit
        from twilio.rest import Client
        from twilio.http import HttpClient
        from twilio.http.response import Response
        page = json.dumps({"things": [], "next_page_uri": None})
        class Recorder(HttpClient):
            def __init__(self): self.seen = []
            def request(self, method, url, params=None, data=None, headers=None, auth=None, timeout=None,
                        allow_redirects=False):
                fields = []
                for name, value in list((params or {}).items()) + list((data or {}).items()):
                    for one in value if isinstance(value, list) else [value]:
                        fields.append([name, str(one)])
                self.seen.append({"method": method, "path": urlsplit(url).path, "fields": sorted(fields)})
                return Response(204 if method == "DELETE" else 200, page)
        recorder = Recorder()
        client = Client("AC00000000000000000000000000000001", "token", http_client=recorder)
        moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
        later = datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)
        answers = []
        for expression in json.load(sys.stdin):
            recorder.seen.clear()
            eval(expression)
            answers.append(recorder.seen[0])
        json.dump(answers, sys.stdout)
        """

    /// What the library sends for each expression; `nil` when it is not installed.
    static func requests(_ expressions: [String]) throws -> [Request]? {
        guard let answer = Self.python(Self.script, input: try JSONEncoder().encode(expressions)) else { return nil }
        return try JSONDecoder().decode([Request].self, from: answer)
    }

    static let isInstalled = python("import twilio", input: Data()) != nil

    private static func python(_ script: String, input: Data) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let output = Pipe()
        // Through a file: a pipe would have to be filled while the answer is read.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? input.write(to: file)) != nil else { return nil }
        process.standardInput = try? FileHandle(forReadingFrom: file)
        process.standardOutput = output
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }
}
