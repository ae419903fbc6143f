// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import DeepgramSpeech
import Logging
import NIOPosix
import SwitchboardTesting
import TelephonyAudio
import Testing

/// The promises that every engine makes, over sockets.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ConformanceTests {
    @Test(arguments: RecogniserConformance.checks)
    func recogniserKeepsThePromise(_ check: RecogniserConformance.Check) async throws {
        try await self.run(check, faults: "")
    }

    /// The same while each of the first connections breaks.
    @Test(arguments: RecogniserConformance.checks)
    func recogniserKeepsThePromiseOverBrokenConnections(_ check: RecogniserConformance.Check) async throws {
        try await self.run(check, faults: "rst=400ms@1..2, slow-connect=100ms")
    }

    private static let patience = Duration.seconds(100)

    private static let client = ListenClientConfiguration(
        connectTimeout: Self.patience,
        upgradeTimeout: Self.patience,
        writeDeadline: Self.patience,
        drainTimeout: Self.patience
    )

    /// Nothing is given up because the machine is busy.
    private static var configuration: DeepgramRecogniser.Configuration {
        var configuration = DeepgramRecogniser.Configuration()
        configuration.policy.dialTimeout = Self.patience
        configuration.policy.firstResult = Self.patience
        configuration.policy.serverSilence = Self.patience
        configuration.policy.closeAnswer = Self.patience
        configuration.policy.sendStall = Self.patience
        configuration.policy.ring = Self.patience
        configuration.policy.outageBudget = Self.patience
        return configuration
    }

    private func run(_ check: RecogniserConformance.Check, faults: String) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let deepgram = try await SimulatedDeepgram.start(on: group, faults: DeepgramFault.list(parsing: faults))
        let client = try ListenClient(
            endpoint: DeepgramEndpoint(deepgram.url, allowingPlaintext: true),
            credential: DeepgramCredential(deepgram.credential),
            configuration: Self.client
        )
        let recogniser = DeepgramRecogniser(
            dialler: client,
            configuration: Self.configuration,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let words = (1...4).flatMap { NumberedSpeech.audio([Int](repeating: $0 * 111, count: 15)) }
        let speech = words + [UInt8](repeating: MuLaw.silence, count: 12_000)
        do {
            try await check.run(
                on: .init(
                    recogniser: recogniser,
                    speech: speech,
                    hints: .init(),
                    eventLoop: group.next(),
                    patience: Self.patience
                )
            )
        } catch {
            try await deepgram.stop()
            throw error
        }
        try await deepgram.stop()
    }
}
