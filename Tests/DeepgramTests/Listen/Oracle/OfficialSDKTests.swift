// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Foundation
import NIOCore
import Testing

/// Deepgram's own library reads and asks as we do.
@Suite(.serialized, .enabled(if: OfficialSDK.isInstalled, "deepgram-sdk is not installed: pip install deepgram-sdk"))
struct OfficialSDKTests {
    private static func summary(_ text: String) throws -> OfficialSDK.Message {
        switch try ListenMessageDecoder().decode(text) {
        case .results(let results):
            OfficialSDK.Message(
                kind: "results",
                numbers: [
                    Double(results.channel), Double(results.channels), results.start, results.duration,
                    results.confidence,
                ],
                flags: [results.isFinal, results.speechFinal, results.fromFinalize],
                texts: [results.transcript, results.requestID],
                words: self.words(results.words)
            )
        case .turn(let turn):
            OfficialSDK.Message(
                kind: "turn",
                numbers: [Double(turn.sequence), Double(turn.index), turn.start, turn.end, turn.endOfTurnConfidence],
                texts: [self.name(turn.event), turn.transcript, turn.trigger],
                words: self.words(turn.words)
            )
        case .metadata(let metadata):
            OfficialSDK.Message(
                kind: "metadata",
                numbers: [metadata.duration, Double(metadata.channels)],
                texts: [metadata.requestID, metadata.sha256]
            )
        case .speechStarted(let channel, let time):
            OfficialSDK.Message(kind: "speech", numbers: [Double(channel), time])
        case .utteranceEnd(let channel, let time): OfficialSDK.Message(kind: "end", numbers: [Double(channel), time])
        case .configured(let id): OfficialSDK.Message(kind: "configured", texts: [id])
        case .connected(let id): OfficialSDK.Message(kind: "connected", texts: [id])
        case .configureFailed(let code, let text): OfficialSDK.Message(kind: "failed", texts: [code, text])
        case .warning(let code, let text): OfficialSDK.Message(kind: "warning", texts: [code, text])
        case .error(let code, let text): OfficialSDK.Message(kind: "error", texts: [code, text])
        case .unknown(let type): OfficialSDK.Message(kind: type)
        }
    }

    private static func words(_ words: [TranscriptWord]) -> [OfficialSDK.Word] {
        words.map {
            OfficialSDK.Word(
                text: $0.text,
                start: $0.start.isNaN ? nil : $0.start,
                end: $0.end.isNaN ? nil : $0.end,
                confidence: $0.confidence,
                speaker: $0.speaker
            )
        }
    }

    private static func name(_ event: FluxTurn.Event) -> String {
        switch event {
        case .update: "Update"
        case .startOfTurn: "StartOfTurn"
        case .eagerEndOfTurn: "EagerEndOfTurn"
        case .turnResumed: "TurnResumed"
        case .endOfTurn: "EndOfTurn"
        case .other(let name): name
        }
    }

    @Test func readsTheSameInEveryMessage() throws {
        var generator = SeededGenerator(seed: 8)
        let isFlux = [
            DocumentedMessages.connected, DocumentedMessages.turn, DocumentedMessages.warning, DocumentedMessages.fatal,
        ]
        var documents = DocumentedMessages.all.map { OfficialSDK.Document(text: $0, isFlux: isFlux.contains($0)) }
        for _ in 0..<300 {
            documents.append(OfficialSDK.Document(text: try RandomDocument.results(using: &generator), isFlux: false))
            documents.append(OfficialSDK.Document(text: try RandomDocument.turn(using: &generator), isFlux: true))
        }
        let answers = try OfficialSDK.read(documents)
        #expect(answers.count == documents.count)
        for (document, answer) in zip(documents, answers) {
            #expect(try Self.summary(document.text) == answer, "\(document.text)")
        }
    }

    @Test func asksForTheSame() throws {
        var nova = NovaParameters(
            model: "nova-3-medical",
            language: "multi",
            endpointing: nil,
            keyterms: ["a b", "c&d=e+f", "Ü"]
        )
        nova.languageHints = ["en", "es"]
        nova.interimResults = false
        nova.utteranceEnd = nil
        nova.vadEvents = false
        nova.smartFormat = true
        nova.noDelay = true
        nova.numerals = true
        nova.dictation = true
        nova.fillerWords = true
        nova.profanityFilter = true
        nova.redact = ["pci", "ssn"]
        nova.diarizeModel = "latest"
        nova.search = ["x y"]
        nova.replace = ["this:that"]
        nova.tags = ["call:CA1", "other"]
        nova.extra = ["key:value"]
        nova.optsOutOfTraining = true
        nova.version = "2024-01-18.26916"
        var older = NovaParameters(model: "nova-2-phonecall", language: "en")
        older.keywords = ["snuffleupagus:5", "b"]
        var flux = FluxParameters(model: "flux-general-multi", keyterms: ["a b"])
        flux.endOfTurnThreshold = 0.8
        flux.eagerEndOfTurnThreshold = 0.4
        flux.endOfTurnTimeout = 6_000
        flux.languageHints = ["en", "es"]
        flux.numerals = true
        flux.profanityFilter = true
        flux.redact = ["numbers"]
        flux.tags = ["t"]
        flux.optsOutOfTraining = true
        let ours: [ListenParameters] = [
            .nova(NovaParameters()), .nova(nova), .nova(older), .flux(FluxParameters()), .flux(flux),
        ]
        let theirs = try OfficialSDK.connections(Self.arguments)
        #expect(try ours.map(Self.connection) == theirs)
    }

    private static func connection(_ parameters: ListenParameters) throws -> OfficialSDK.Connection {
        let url = DeepgramEndpoint.deepgram.webSocketURL(parameters.target)
        let parts = try #require(URLComponents(string: url))
        #expect(parts.scheme == "wss" && parts.host == "api.deepgram.com")
        let query = (parts.queryItems ?? []).map { [$0.name, $0.value ?? ""] }
        return OfficialSDK.Connection(
            path: parts.path,
            query: query.sorted { $0.lexicographicallyPrecedes($1) },
            authorization: try DeepgramCredential.key("abc").authorization
        )
    }

    private static let arguments = #"""
        [{"model": "nova-3", "language": "en-US", "encoding": "mulaw", "sample_rate": 8000, "channels": 1,
          "interim_results": true, "endpointing": 300, "utterance_end_ms": 1000, "vad_events": true, "punctuate": true},
         {"model": "nova-3-medical", "language": "multi", "encoding": "mulaw", "sample_rate": 8000, "channels": 1,
          "interim_results": false, "endpointing": false, "vad_events": false, "punctuate": true, "smart_format": true,
          "no_delay": true, "numerals": true, "dictation": true, "filler_words": true, "profanity_filter": true,
          "redact": ["pci", "ssn"], "diarize_model": "latest", "keyterm": ["a b", "c&d=e+f", "Ü"],
          "language_hint": ["en", "es"], "search": ["x y"], "replace": ["this:that"], "tag": ["call:CA1", "other"],
          "extra": ["key:value"], "mip_opt_out": true, "version": "2024-01-18.26916"},
         {"model": "nova-2-phonecall", "language": "en", "encoding": "mulaw", "sample_rate": 8000, "channels": 1,
          "interim_results": true, "endpointing": 300, "utterance_end_ms": 1000, "vad_events": true, "punctuate": true,
          "keywords": ["snuffleupagus:5", "b"]},
         {"is_flux": true, "model": "flux-general-en", "encoding": "mulaw", "sample_rate": 8000},
         {"is_flux": true, "model": "flux-general-multi", "encoding": "mulaw", "sample_rate": 8000,
          "eager_eot_threshold": 0.4, "eot_threshold": 0.8, "eot_timeout_ms": 6000, "keyterm": ["a b"],
          "language_hint": ["en", "es"], "profanity_filter": true, "numerals": true, "redact": ["numbers"],
          "mip_opt_out": true, "tag": ["t"]}]
        """#

    @Test func commandsTheSame() throws {
        let terms = ["a b", "\"c\"", "Ü\n"]
        let ours = try [
            ListenCommand.keepAlive, .finalize(), .closeStream, .forceEndTurn, .configure(keyterms: terms),
        ].map { command in
            var buffer = ByteBuffer()
            command.write(into: &buffer)
            let object = try JSONSerialization.jsonObject(with: Data(buffer.readableBytesView))
            return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        }
        #expect(ours == (try OfficialSDK.commands(keyterms: terms)))
    }
}
