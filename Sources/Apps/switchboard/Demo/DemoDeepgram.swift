// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOPosix
import SwitchboardTesting

/// A simulated Deepgram for the demonstration: the embedded engines behind Deepgram's protocol, with what goes wrong.
struct DemoDeepgram: Sendable {
    /// What it saw of us.
    struct Report: Sendable, Encodable, CustomStringConvertible {
        let connections: Int
        let cut: Int
        let refused: Int
        let audioLostSeconds: Double
        let violations: Int

        init(_ deepgram: SimulatedDeepgram, _ verdict: DemoVerdict) {
            let reports = deepgram.connections
            self.connections = reports.count
            self.cut = reports.count(where: \.isCut)
            self.refused = deepgram.attempts.count - reports.count
            self.audioLostSeconds = verdict.audioLostSeconds
            self.violations = deepgram.violations.count
        }

        var description: String {
            "\(self.connections) connections, \(self.cut) of them cut, \(self.refused) attempts refused, "
                + "\(self.audioLostSeconds) s of audio lost"
        }
    }

    let faults: [DeepgramFault]

    /// Starts it, runs `body` with a configuration that uses it, and stops it.
    func run(
        _ configuration: ServerConfiguration,
        logger: Logger,
        _ body: (ServerConfiguration, SimulatedDeepgram) async throws -> Void
    ) async throws {
        let engines = try SpeechEngines.offline(configuration, logger: logger)
        let hints = try Dialogues.load(configuration).responder.hints
        try await engines.recogniser.prepare(hints)
        let deepgram = try await SimulatedDeepgram.start(
            on: MultiThreadedEventLoopGroup.singleton,
            faults: self.faults,
            hearing: .engine(HintedRecogniser(recogniser: engines.recogniser, hints: hints)),
            voice: engines.synthesiser
        )
        var configuration = configuration
        configuration.speech = .deepgram
        configuration.voice = nil
        configuration.deepgram.url = deepgram.url
        configuration.deepgram.key = deepgram.credential
        let outcome = await Result(catching: { try await body(configuration, deepgram) })
        try await deepgram.stop()
        try outcome.get()
    }
}
