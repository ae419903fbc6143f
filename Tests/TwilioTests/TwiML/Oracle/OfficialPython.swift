// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Twilio's own Python library, where it is installed (`pip install twilio`).
enum OfficialPython {
    /// What the library made of the documents, and which of its parameters that took.
    struct Answer: Decodable {
        var documents: [String]
        var known: [String]
        var used: [String]
    }

    static let version: String? = run("import twilio; print(twilio.__version__)").map {
        String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs each text as the body of a function that fills `r`, and watches which parameters it gives.
    static func answer(to programs: [String]) throws -> Answer? {
        try run(self.script, input: JSONEncoder().encode(programs)).map {
            try JSONDecoder().decode(Answer.self, from: $0)
        }
    }

    /// Each method of the library's classes is wrapped to note `Class.method.parameter`.
    private static let script = #"""
        import functools, inspect, json, sys
        from twilio.twiml import TwiML
        import twilio.twiml.voice_response as library
        from twilio.twiml.voice_response import *

        known, used = set(), set()

        def watch(owner, name, method):
            signature = inspect.signature(method)
            named = [p for p, q in signature.parameters.items() if p != "self" and q.kind != q.VAR_KEYWORD]
            known.update(f"{owner}.{name}.{p}" for p in named or [""])
            @functools.wraps(method)
            def watched(*arguments, **keywords):
                given = signature.bind(*arguments, **keywords).arguments
                used.update(f"{owner}.{name}.{p}" for p in (named or [""]) if p == "" or given.get(p) is not None)
                return method(*arguments, **keywords)
            return watched

        for owner, kind in inspect.getmembers(library, inspect.isclass):
            if not issubclass(kind, TwiML) or kind is TwiML: continue
            for name, method in list(vars(kind).items()):
                if inspect.isfunction(method) and not name.startswith("_"):
                    setattr(kind, name, watch(owner, name, method))

        SSML = [
            ("break_", dict(strength="weak", time="1500ms")),
            ("emphasis", dict(words="now", level="strong")),
            ("lang", dict(words="bonjour", xml_lang="fr-FR")),
            ("p", dict(words="paragraph")),
            ("phoneme", dict(words="pecan", alphabet="ipa", ph="p\u026a\u02c8k\u0251\u02d0n")),
            ("prosody", dict(words="loud", volume="+6dB", rate="90%", pitch="-10%")),
            ("s", dict(words="sentence")),
            ("say_as", dict(words="12/24/2026", interpret_as="date", format="mdy")),
            ("sub", dict(words="Hg", alias="mercury")),
            ("w", dict(words="read", role="amazon:VBD")),
        ]

        def fill(element):
            "Puts everything into an element that the library lets in."
            for name, keywords in SSML:
                if hasattr(element, name): getattr(element, name)(**keywords)

        documents = []
        for program in json.load(sys.stdin):
            r = VoiceResponse()
            exec(program, dict(globals(), r=r))
            documents.append(str(r))
        json.dump(dict(documents=documents, known=sorted(known), used=sorted(used)), sys.stdout)
        """#

    private static func run(_ script: String, input: Data = Data()) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let output = Pipe()
        // Through a file: a pipe would have to be filled while the answer is read.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("twiml-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? input.write(to: file)) != nil else { return nil }
        process.standardInput = try? FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }
}
