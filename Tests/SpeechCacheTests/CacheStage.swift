// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import CallCore
import CoreMetrics
import Logging
import MetricsTestKit
import NIOCore
import NIOPosix

@testable import SpeechCache

/// One call that has something said to it.
struct CacheStage: Sendable {
    static let loops = Array(MultiThreadedEventLoopGroup.singleton.makeIterator())

    let eventLoop: any EventLoop
    let log = EventLog<SynthesisEvent>()
    let session: NIOLoopBound<any SynthesisSession>

    init(
        _ text: String = "good day",
        by synthesiser: any SpeechSynthesiser,
        reusable: Bool = true,
        voice: String? = nil,
        trace: PropagatedTrace? = nil,
        on eventLoop: any EventLoop = Self.loops[0]
    ) async throws {
        self.eventLoop = eventLoop
        let log = self.log
        self.session = try await eventLoop.submit {
            let request = SynthesisRequest(text: text, voice: voice, isReusable: reusable, trace: trace)
            let session = synthesiser.speak(request, on: eventLoop) { event in
                eventLoop.preconditionInEventLoop()
                log.add(event)
            }
            precondition(log.events.isEmpty)
            return NIOLoopBound(session, eventLoop: eventLoop)
        }.get()
    }

    func cancel() async throws {
        let session = self.session
        try await self.eventLoop.submit { session.value.cancel() }.get()
    }

    /// Where the sound came from.
    func origin() async throws -> SpeechOrigin? {
        let session = self.session
        return try await self.eventLoop.submit { session.value.origin }.get()
    }

    @discardableResult
    func ended() async -> (audio: [UInt8], words: [String], isWhole: Bool) {
        let events = await self.log.wait { events in
            switch events.last {
            case .finished, .failed: true
            default: false
            }
        }
        let words = events.compactMap { if case .word(let word, let end) = $0 { "\(word) \(end)" } else { nil } }
        let isWhole = if case .finished? = events.last { true } else { false }
        return (Self.audio(events), words, isWhole)
    }

    static func audio(_ events: [SynthesisEvent]) -> [UInt8] {
        events.flatMap { if case .audio(let audio) = $0 { Array(audio.readableBytesView) } else { [UInt8]() } }
    }

    /// A cache and its figures.
    static func cache(
        _ voice: any SpeechSynthesiser,
        folder: TemporaryFolder? = nil,
        metrics: TestMetrics = TestMetrics(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ change: (inout CachedSynthesiser.Configuration) -> Void = { _ in }
    ) -> CachedSynthesiser {
        var configuration = CachedSynthesiser.Configuration()
        configuration.folder = folder?.path
        configuration.diskTime = .seconds(60)
        change(&configuration)
        return CachedSynthesiser(voice, configuration: configuration, logger: logger, metrics: metrics)
    }
}

extension CachedSynthesiser {
    /// Waits until so many bytes are on disk: writing is nobody's business but the disk's.
    func written(_ isEnough: (Int) -> Bool = { $0 > 0 }) async {
        while !isEnough(self.diskBytes) { await Task.yield() }
    }
}

extension TestMetrics {
    func count(_ label: String, _ dimensions: [(String, String)] = []) -> Int64 {
        (try? self.expectCounter(label, dimensions).totalValue) ?? 0
    }
}
