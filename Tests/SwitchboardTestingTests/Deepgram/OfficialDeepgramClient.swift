// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Deepgram's own Python library (`pip install deepgram-sdk`), pointed at the simulator.
enum OfficialDeepgramClient {
    /// Where the simulator is, and what is to be said to it.
    struct Task: Codable, Sendable {
        var webSockets: String
        var requests: String
        var key: String
        /// mu-law, base64.
        var audio: String
        var text: String
    }

    /// What the library made of it.
    struct Answer: Codable, Sendable {
        struct Message: Codable, Sendable {
            var type: String
            var text: String?
            var isFinal: Bool?
        }

        var nova: [Message]
        var flux: [Message]
        var speech: [Message]
        var speechBytes: Int
        var requestBytes: Int
        var refusal: Int
        /// Messages that the library's own models do not accept, with what they say.
        var invalid: [String]
    }

    static let script = #"""
        import base64, json, sys, threading
        import deepgram, pydantic
        from deepgram.environment import DeepgramClientEnvironment
        from deepgram.core.api_error import ApiError
        import deepgram.listen.v1.types as v1, deepgram.listen.v2.types as v2, deepgram.speak.v1.types as speak
        from deepgram.listen.v1.types import ListenV1Configure
        from deepgram.speak.v1.types import SpeakV1Text, SpeakV1Flush, SpeakV1Clear, SpeakV1Close

        task = json.load(sys.stdin)
        audio = base64.b64decode(task["audio"])
        environment = DeepgramClientEnvironment(base=task["requests"], production=task["webSockets"],
                                                agent=task["webSockets"], agent_rest=task["requests"])
        client = deepgram.DeepgramClient(api_key=task["key"], environment=environment)
        invalid, answer = [], {}

        def check(kinds, message):
            "Strictly, by the model of its type: reading is lenient."
            kind = kinds.get(message.type)
            if kind is None:
                invalid.append("no model for " + message.type)
                return
            try: kind.model_validate(json.loads(message.json()), strict=False)
            except pydantic.ValidationError as error: invalid.append(message.type + ": " + str(error))

        def note(kinds, message, seen):
            if isinstance(message, bytes): return len(message)
            check(kinds, message)
            text = getattr(message, "transcript", None)
            if message.type == "Results": text = message.channel.alternatives[0].transcript
            seen.append({"type": getattr(message, "event", None) or message.type, "text": text,
                         "isFinal": getattr(message, "is_final", None)})
            return 0

        NOVA = {"Results": v1.ListenV1Results, "Metadata": v1.ListenV1Metadata,
                "UtteranceEnd": v1.ListenV1UtteranceEnd, "SpeechStarted": v1.ListenV1SpeechStarted,
                "Error": v1.ListenV1Error, "ConfigureSuccess": v1.ListenV1ConfigureSuccess,
                "ConfigureFailure": v1.ListenV1ConfigureFailure}
        FLUX = {"Connected": v2.ListenV2Connected, "TurnInfo": v2.ListenV2TurnInfo,
                "Error": v2.ListenV2FatalError, "ConfigureSuccess": v2.ListenV2ConfigureSuccess,
                "ConfigureFailure": v2.ListenV2ConfigureFailure}
        SPEAK = {"Metadata": speak.SpeakV1Metadata, "Flushed": speak.SpeakV1Flushed,
                 "Cleared": speak.SpeakV1Cleared, "Warning": speak.SpeakV1Warning}

        def chunks():
            return [audio[i:i + 800] for i in range(0, len(audio), 800)]

        def nova():
            seen = []
            with client.listen.v1.connect(model="nova-3", language="en-US", encoding="mulaw", sample_rate=8000,
                    channels=1, interim_results=True, endpointing=300, utterance_end_ms=1000, vad_events=True,
                    punctuate=True, keyterm=["a plus+ b", "c&d"]) as connection:
                connection.send_keep_alive()
                for chunk in chunks(): connection.send_media(chunk)
                connection.send_finalize()
                connection.send_configure(ListenV1Configure(keyterms=["x"]))
                connection._send("nonsense")
                connection.send_close_stream()
                for message in connection: note(NOVA, message, seen)
            return seen

        def flux():
            seen = []
            with client.listen.v2.connect(model="flux-general-en", encoding="mulaw", sample_rate=8000,
                    eager_eot_threshold=0.4, eot_threshold=0.7) as connection:
                note(FLUX, connection.recv(), seen)
                for chunk in chunks(): connection.send_media(chunk)
                connection.send_close_stream()
                for message in connection: note(FLUX, message, seen)
            return seen

        def voice():
            seen, size = [], 0
            with client.speak.v1.connect(model="aura-2-thalia-en", encoding="mulaw", sample_rate=8000) as connection:
                connection.send_text(SpeakV1Text(type="Speak", text=task["text"]))
                connection.send_flush(SpeakV1Flush(type="Flush"))
                for message in connection:
                    size += note(SPEAK, message, seen)
                    if not isinstance(message, bytes) and message.type == "Flushed":
                        connection.send_clear(SpeakV1Clear(type="Clear"))
                    if not isinstance(message, bytes) and message.type == "Cleared":
                        connection.send_close(SpeakV1Close(type="Close"))
            return seen, size

        answer["nova"], answer["flux"] = nova(), flux()
        answer["speech"], answer["speechBytes"] = voice()
        answer["requestBytes"] = sum(len(chunk) for chunk in client.speak.v1.audio.generate(
            text=task["text"], model="aura-2-thalia-en", encoding="mulaw", container="none", sample_rate=8000))
        wrong = deepgram.DeepgramClient(api_key="wrong", environment=environment)
        try:
            list(wrong.speak.v1.audio.generate(text="x", encoding="mulaw", container="none"))
            answer["refusal"] = 200
        except ApiError as error: answer["refusal"] = error.status_code
        answer["invalid"] = invalid
        json.dump(answer, sys.stdout)
        """#

    static var isInstalled: Bool {
        get async { await self.run("import deepgram.listen.v2.client, deepgram.speak.v1", input: Data()) != nil }
    }

    static func perform(_ task: Task) async throws -> Answer? {
        guard let data = await self.run(self.script, input: try JSONEncoder().encode(task)) else { return nil }
        return try JSONDecoder().decode(Answer.self, from: data)
    }

    /// Runs a script without holding a thread up: the simulator may need it.
    private static func run(_ script: String, input: Data) async -> Data? {
        let folder = FileManager.default.temporaryDirectory
        let names = [
            folder.appendingPathComponent(UUID().uuidString), folder.appendingPathComponent(UUID().uuidString),
        ]
        defer { for name in names { try? FileManager.default.removeItem(at: name) } }
        guard (try? input.write(to: names[0])) != nil, (try? Data().write(to: names[1])) != nil else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.standardInput = try? FileHandle(forReadingFrom: names[0])
        process.standardOutput = try? FileHandle(forWritingTo: names[1])
        let status: Int32? = await withCheckedContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(returning: nil)
            }
        }
        return status == 0 ? try? Data(contentsOf: names[1]) : nil
    }
}
