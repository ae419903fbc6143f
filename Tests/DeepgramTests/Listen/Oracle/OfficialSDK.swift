// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Deepgram's own Python library (`pip install deepgram-sdk`), which never connects here.
enum OfficialSDK {
    /// One word, as both sides see it.
    struct Word: Codable, Equatable, Sendable {
        var text: String
        var start: Double?
        var end: Double?
        var confidence: Double
        var speaker: Int?
    }

    /// What a message says, as both sides see it.
    struct Message: Codable, Equatable, Sendable {
        var kind: String
        var numbers: [Double] = []
        var flags: [Bool] = []
        var texts: [String?] = []
        var words: [Word] = []
    }

    /// A message and whose it is.
    struct Document: Codable, Sendable {
        var text: String
        var isFlux: Bool
    }

    /// What a connection would be asked for.
    struct Connection: Codable, Equatable, Sendable {
        var path: String
        var query: [[String]]
        var authorization: String
    }

    private static let reader = """
        import json, sys
        from deepgram.core.unchecked_base_model import construct_type
        from deepgram.listen.v1.socket_client import V1SocketClientResponse
        from deepgram.listen.v2.socket_client import V2SocketClientResponse
        def message(kind, numbers=(), flags=(), texts=(), words=()):
            return {"kind": kind, "numbers": list(numbers), "flags": [bool(flag) for flag in flags],
                    "texts": list(texts), "words": list(words)}
        def word(w):
            return {"text": getattr(w, "punctuated_word", None) or w.word, "start": w.start, "end": w.end,
                    "confidence": w.confidence, "speaker": getattr(w, "speaker", None)}
        def read(document):
            union = V2SocketClientResponse if document["isFlux"] else V1SocketClientResponse
            m = construct_type(type_=union, object_=json.loads(document["text"]))
            if m.type == "Results":
                best = m.channel.alternatives[0]
                return message("results", [*m.channel_index, m.start, m.duration, best.confidence],
                               [m.is_final, m.speech_final, m.from_finalize],
                               [best.transcript, m.metadata.request_id], [word(w) for w in best.words])
            if m.type == "TurnInfo":
                return message("turn", [m.sequence_id, m.turn_index, m.audio_window_start, m.audio_window_end,
                               m.end_of_turn_confidence], [], [m.event, m.transcript, getattr(m, "trigger", None)],
                               [word(w) for w in m.words])
            if m.type == "Metadata": return message("metadata", [m.duration, m.channels], [], [m.request_id, m.sha256])
            if m.type == "SpeechStarted": return message("speech", [m.channel[0], m.timestamp])
            if m.type == "UtteranceEnd": return message("end", [m.channel[0], m.last_word_end])
            if m.type == "Connected": return message("connected", [], [], [m.request_id])
            if m.type == "ConfigureSuccess": return message("configured", [], [], [m.request_id])
            if m.type == "ConfigureFailure": return message("failed", [], [], [m.code, m.description])
            if m.type == "Warning": return message("warning", [], [], [m.code, m.description])
            return message("error", [], [], [m.code or getattr(m, "variant", None), m.description])
        json.dump([read(document) for document in json.load(sys.stdin)], sys.stdout)
        """

    private static let connector = """
        import json, sys
        from urllib.parse import urlsplit, parse_qsl
        import deepgram, deepgram.listen.v1.client as v1, deepgram.listen.v2.client as v2
        seen = []
        class Recorder:
            def __init__(self, url, additional_headers=None): seen.append((url, additional_headers))
            def __enter__(self): return self
            def __exit__(self, *_): return False
        class Library: connect = Recorder
        v1.websockets_sync_client = v2.websockets_sync_client = Library
        client = deepgram.DeepgramClient(api_key="abc")
        for case in json.load(sys.stdin):
            listen = client.listen.v2 if case.pop("is_flux", False) else client.listen.v1
            more = {name: case.pop(name) for name in ("no_delay", "filler_words") if name in case}
            if more: case["request_options"] = {"additional_query_parameters": more}
            with listen.connect(**case): pass
        answers = []
        for url, headers in seen:
            parts = urlsplit(url)
            answers.append({"path": parts.path, "authorization": headers["Authorization"],
                            "query": sorted(map(list, parse_qsl(parts.query, keep_blank_values=True)))})
        json.dump(answers, sys.stdout)
        """

    private static let commander = """
        import json, sys
        from deepgram.listen.v1.types.listen_v1keep_alive import ListenV1KeepAlive
        from deepgram.listen.v1.types.listen_v1finalize import ListenV1Finalize
        from deepgram.listen.v1.types.listen_v1close_stream import ListenV1CloseStream
        from deepgram.listen.v1.types.listen_v1configure import ListenV1Configure
        from deepgram.listen.v2.types.listen_v2force_end_turn import ListenV2ForceEndTurn
        terms = json.load(sys.stdin)
        json.dump([m.dict() for m in (ListenV1KeepAlive(type="KeepAlive"), ListenV1Finalize(type="Finalize"),
            ListenV1CloseStream(type="CloseStream"), ListenV2ForceEndTurn(), ListenV1Configure(keyterms=terms))],
            sys.stdout)
        """

    static let isInstalled = python("import deepgram.listen.v2.client", input: Data()) != nil

    /// How the library reads messages.
    static func read(_ documents: [Document]) throws -> [Message] {
        try self.answer(self.reader, documents)
    }

    /// What the library would ask for, for the arguments of its `connect`, a JSON array of objects.
    static func connections(_ arguments: String) throws -> [Connection] {
        guard let answer = self.python(self.connector, input: Data(arguments.utf8)) else {
            throw CocoaError(.featureUnsupported)
        }
        return try JSONDecoder().decode([Connection].self, from: answer)
    }

    /// The library's commands: KeepAlive, Finalize, CloseStream, ForceEndTurn, and Configure with these key terms.
    static func commands(keyterms: [String]) throws -> [Data] {
        let input = try JSONEncoder().encode(keyterms)
        guard let answer = self.python(self.commander, input: input) else { throw CocoaError(.featureUnsupported) }
        let commands = try JSONSerialization.jsonObject(with: answer) as? [Any] ?? []
        return try commands.map { try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
    }

    private static func answer<Question: Encodable, Answer: Decodable>(
        _ script: String,
        _ question: Question
    ) throws -> [Answer] {
        let input = try JSONEncoder().encode(question)
        guard let answer = self.python(script, input: input) else { throw CocoaError(.featureUnsupported) }
        return try JSONDecoder().decode([Answer].self, from: answer)
    }

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
