// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import CallCore
import MetricsTestKit
import NIOCore
import SwitchboardTesting
import Testing

@testable import SpeechCache

@Suite(.timeLimit(.minutes(2))) struct CachedSynthesiserTests {
    private static let whole = ToneSynthesiser().audio(of: "good day")

    /// Without the silence that fills the last frame.
    private static func isWhole(_ audio: [UInt8]) -> Bool {
        audio.starts(with: Self.whole) && audio.count - Self.whole.count < 160
            && audio.dropFirst(Self.whole.count).allSatisfy { $0 == 0xFF }
    }

    @Test(arguments: SynthesiserConformance.checks, [true, false])
    func keepsThePromise(_ check: SynthesiserConformance.Check, onDisk: Bool) async throws {
        let folder = try TemporaryFolder()
        for _ in 0..<2 {
            let cache = CacheStage.cache(ToneSynthesiser(), folder: onDisk ? folder : nil)
            try await check.run(on: .init(synthesiser: ReusableVoice(inner: cache), eventLoop: CacheStage.loops[0]))
        }
    }

    @Test func asksTheEngineOnce() async throws {
        let voice = CountedVoice()
        let metrics = TestMetrics()
        let cache = CacheStage.cache(voice, metrics: metrics)
        let first = try await CacheStage(by: cache).ended()
        let second = try await CacheStage(by: cache).ended()
        #expect(first.audio == Self.whole)
        #expect(Self.isWhole(second.audio))
        #expect(second.audio.count % 160 == 0)
        #expect(second.words == first.words)
        #expect(second.words.count == 2)
        #expect(voice.texts == ["good day"])
        #expect(metrics.count("switchboard_speech_cache_misses_total") == 1)
        #expect(metrics.count("switchboard_speech_cache_hits_total", [("level", "memory")]) == 1)
        #expect(cache.name == "tone")
    }

    @Test func handsOutOneStorageWithoutCopyingIt() async throws {
        let cache = CacheStage.cache(CountedVoice())
        try await CacheStage(by: cache).ended()
        var places: Set<UInt> = []
        for loop in CacheStage.loops.prefix(2) {
            let stage = try await CacheStage(by: cache, on: loop)
            await stage.ended()
            for case .audio(let audio) in stage.log.events {
                places.insert(audio.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) })
            }
        }
        #expect(places.count == 1)
    }

    @Test func tellsWhereASoundCameFrom() async throws {
        let voice = CountedVoice()
        let folder = try TemporaryFolder()
        let cache = CacheStage.cache(voice, folder: folder)
        let caller = try await CacheStage("Ann at eight", by: cache, reusable: false)
        await caller.ended()
        #expect(try await caller.origin() == nil)
        for origin in [SpeechOrigin.engine, .memory] {
            let stage = try await CacheStage(by: cache)
            await stage.ended()
            #expect(try await stage.origin() == origin)
        }
        await cache.written()
        let restarted = try await CacheStage(by: CacheStage.cache(voice, folder: folder))
        await restarted.ended()
        #expect(try await restarted.origin() == .disk)
        voice.speaks(.manual)
        let (first, second) = (try await CacheStage("new", by: cache), try await CacheStage("new", by: cache))
        try await voice.running[2].say(.audio(ByteBuffer(repeating: 1, count: 160)), .finished)
        await first.ended()
        await second.ended()
        #expect(try await first.origin() == .engine)
        #expect(try await second.origin() == .flight)
    }

    @Test func anEngineIsToldOfTheTraceOfWhoeverAskedFirst() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice)
        let traces = ["00-1", "00-2"].map { PropagatedTrace(traceparent: $0) }
        let stages = [
            try await CacheStage(by: cache, trace: traces[0]), try await CacheStage(by: cache, trace: traces[1]),
        ]
        try await voice.running[0].say(.audio(ByteBuffer(repeating: 1, count: 160)), .finished)
        for stage in stages { await stage.ended() }
        #expect(voice.traces == [traces[0]])
        // What a sound is kept by has nothing to do with who asked.
        #expect(try await CacheStage(by: cache, trace: PropagatedTrace(traceparent: "00-3")).ended().isWhole)
        #expect(voice.texts.count == 1)
    }

    @Test func keepsNothingOfACallers() async throws {
        let voice = CountedVoice()
        let folder = try TemporaryFolder()
        let cache = CacheStage.cache(voice, folder: folder)
        for _ in 0..<2 { try await CacheStage("Ann at eight", by: cache, reusable: false).ended() }
        #expect(voice.texts.count == 2)
        #expect(cache.memoryBytes == 0)
        #expect(folder.files.isEmpty)
    }

    @Test func tellsVoicesAndEnginesApart() async throws {
        let voice = CountedVoice()
        let folder = try TemporaryFolder()
        for identity in ["a", "b", "a"] {
            let cache = CacheStage.cache(voice, folder: folder) { $0.identity = identity }
            for name in [nil, "", "x", "y"] as [String?] { try await CacheStage(by: cache, voice: name).ended() }
            let files = voice.texts.count
            while folder.files.filter({ $0.hasSuffix(".speech") }).count < files { await Task.yield() }
        }
        #expect(voice.texts.count == 8)
    }

    @Test func rendersOnceForTwoHundredCallsAtOnce() async throws {
        let voice = CountedVoice(.manual)
        let metrics = TestMetrics()
        let cache = CacheStage.cache(voice, metrics: metrics)
        var stages: [CacheStage] = []
        for number in 0..<200 {
            stages.append(try await CacheStage(by: cache, on: CacheStage.loops[number % CacheStage.loops.count]))
        }
        let running = try #require(voice.running.first)
        try await running.say(.word("good", end: .milliseconds(20)), .audio(ByteBuffer(repeating: 0x70, count: 160)))
        try await running.say(.audio(ByteBuffer(repeating: 0x71, count: 160)), .finished)
        for stage in stages {
            let end = await stage.ended()
            #expect(end.isWhole)
            #expect(end.audio.count == 320)
            #expect(end.words.count == 1)
        }
        #expect(voice.running.count == 1)
        #expect(metrics.count("switchboard_speech_cache_hits_total", [("level", "flight")]) == 199)
    }

    @Test func letsWhoComesLaterHearItFromTheStart() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice)
        let first = try await CacheStage(by: cache)
        try await voice.running[0].say(.word("a", end: .milliseconds(20)), .audio(ByteBuffer(repeating: 1, count: 10)))
        let second = try await CacheStage(by: cache, on: CacheStage.loops[CacheStage.loops.count - 1])
        await second.log.wait { CacheStage.audio($0).count == 10 }
        try await voice.running[0].say(.audio(ByteBuffer(repeating: 2, count: 5)), .finished)
        for stage in [first, second] {
            let end = await stage.ended()
            #expect(end.audio == [UInt8](repeating: 1, count: 10) + [UInt8](repeating: 2, count: 5))
            #expect(end.words.count == 1)
        }
    }

    @Test func goesOnForTheOthersWhenTheFirstGoes() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice)
        let first = try await CacheStage(by: cache)
        let second = try await CacheStage(by: cache)
        let third = try await CacheStage(by: cache)
        try await first.cancel()
        try await third.cancel()
        try await voice.running[0].say(.audio(ByteBuffer(repeating: 1, count: 160)), .finished)
        #expect(await second.ended().isWhole)
        #expect(first.log.events.isEmpty)
        #expect(third.log.events.isEmpty)
        #expect(!voice.running[0].isCancelled)
        #expect(cache.memoryBytes > 160)
    }

    @Test func keepsNothingOfARenderingThatNobodyWanted() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice)
        let stages = [try await CacheStage(by: cache), try await CacheStage(by: cache)]
        try await voice.running[0].say(.audio(ByteBuffer(repeating: 1, count: 160)))
        for stage in stages { try await stage.cancel() }
        // Whoever joined leaves one turn of the loop later.
        try await CacheStage.loops[0].submit {}.get()
        #expect(voice.running[0].isCancelled)
        #expect(cache.memoryBytes == 0)
        let again = try await CacheStage(by: cache)
        #expect(voice.running.count == 2)
        try await voice.running[1].say(.audio(ByteBuffer(repeating: 2, count: 160)), .finished)
        #expect(await again.ended().audio.first == 2)
    }

    @Test func keepsNothingOfARenderingThatFailed() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice)
        let stages = [try await CacheStage(by: cache), try await CacheStage(by: cache)]
        try await voice.running[0].say(
            .audio(ByteBuffer(repeating: 1, count: 160)),
            .failed(SpeechError(.unavailable, "Gone."))
        )
        for stage in stages { #expect(await !stage.ended().isWhole) }
        #expect(cache.memoryBytes == 0)
        voice.speaks(.tones)
        #expect(try await CacheStage(by: cache).ended().isWhole)
    }

    @Test func playsWhatItHasWhileTheEngineIsAway() async throws {
        let voice = CountedVoice()
        let cache = CacheStage.cache(voice)
        try await CacheStage(by: cache).ended()
        voice.speaks(.fails)
        #expect(try await CacheStage(by: cache).ended().isWhole)
        #expect(try await !CacheStage("other", by: cache).ended().isWhole)
    }

    @Test func keepsToItsMemory() async throws {
        let voice = CountedVoice()
        let metrics = TestMetrics()
        let cache = CacheStage.cache(voice, metrics: metrics) { $0.memoryBytes = 3 * (Self.whole.count + 600) }
        for text in ["good dax", "good day", "good daz", "good dax", "good daw"] {
            try await CacheStage(text, by: cache).ended()
            #expect(cache.memoryBytes <= 3 * (Self.whole.count + 600))
        }
        #expect(voice.texts == ["good dax", "good day", "good daz", "good daw"])
        // The one that was not asked for longest has gone.
        try await CacheStage("good dax", by: cache).ended()
        #expect(voice.texts.count == 4)
        try await CacheStage("good day", by: cache).ended()
        #expect(voice.texts.count == 5)
        #expect(metrics.count("switchboard_speech_cache_evictions_total", [("level", "memory")]) == 2)
    }

    @Test func doesNotKeepWhatIsTooLong() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice) { $0.longestSound = 1_000 }
        let first = try await CacheStage(by: cache)
        let second = try await CacheStage(by: cache)
        try await voice.running[0].say(.audio(ByteBuffer(repeating: 1, count: 2_000)))
        // Comes too late to hear the start, so the engine is asked again.
        let third = try await CacheStage(by: cache)
        #expect(voice.running.count == 2)
        for running in voice.running {
            try await running.say(.audio(ByteBuffer(repeating: 1, count: 2_000)), .finished)
        }
        #expect(await first.ended().audio.count == 4_000)
        #expect(await second.ended().audio.count == 4_000)
        #expect(await third.ended().audio.count == 2_000)
        #expect(cache.memoryBytes == 0)
    }

    @Test func rendersAheadWithinItsBounds() async throws {
        let voice = CountedVoice()
        let cache = CacheStage.cache(voice)
        let requests = (0..<20).map { SynthesisRequest(text: "text number \($0 % 10)") }
        var steps: [Prerendering] = []
        let end = await cache.prerender(requests, on: CacheStage.loops[0], parallel: 3) { steps.append($0) }
        #expect(end == Prerendering(total: 20, ready: 20, failures: []))
        #expect(steps.map(\.ready) == Array(1...20))
        #expect(Set(voice.texts).count == 10)
        #expect(voice.texts.count == 10)
        #expect(voice.mostOpen <= 3)
        voice.speaks(.fails)
        #expect(await cache.prerender(requests, on: CacheStage.loops[0]).failures.isEmpty)
        let other = await cache.prerender([SynthesisRequest(text: "more")], on: CacheStage.loops[0])
        #expect(other.failures.map(\.code) == [.unavailable])
        #expect(other.isOver)
    }

    @Test func stopsRenderingAheadWhenItIsCancelled() async throws {
        let voice = CountedVoice(.manual)
        let cache = CacheStage.cache(voice)
        let requests = (0..<5).map { SynthesisRequest(text: "text number \($0)") }
        let work = Task { await cache.prerender(requests, on: CacheStage.loops[0], parallel: 1) }
        while voice.running.isEmpty { await Task.yield() }
        work.cancel()
        #expect(await work.value.failures.count == 1)
        #expect(voice.running.map(\.isCancelled) == [true])
    }
}

extension ByteBuffer {
    init(repeating byte: UInt8, count: Int) {
        self.init(bytes: [UInt8](repeating: byte, count: count))
    }
}
