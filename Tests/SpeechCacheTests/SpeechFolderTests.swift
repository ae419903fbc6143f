// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import InMemoryLogging
import Logging
import MetricsTestKit
import NIOCore
import SwitchboardTesting
import Testing

@testable import SpeechCache

@Suite(.timeLimit(.minutes(2))) struct SpeechFolderTests {
    private static let audio = ToneSynthesiser().audio(of: "good day")

    /// A folder with one sound in it, and where that is.
    private static func filled(_ text: String = "good day") async throws -> (folder: TemporaryFolder, file: String) {
        let folder = try TemporaryFolder()
        let cache = CacheStage.cache(CountedVoice(), folder: folder)
        try await CacheStage(text, by: cache).ended()
        await cache.written()
        return (folder, try #require(folder.files.first { $0.hasSuffix(".speech") }))
    }

    /// Whether the sound in the folder is good enough to be played; what is not is counted, made anew and written.
    private static func isPlayed(_ folder: TemporaryFolder, text: String = "good day") async throws -> Bool {
        let (voice, metrics) = (CountedVoice(), TestMetrics())
        let cache = CacheStage.cache(voice, folder: folder, metrics: metrics)
        let end = try await CacheStage(text, by: cache).ended()
        #expect(end.isWhole)
        #expect(end.audio.starts(with: ToneSynthesiser().audio(of: text)))
        #expect(end.words.count == 2)
        let isPlayed = voice.texts.isEmpty
        #expect(metrics.count("switchboard_speech_cache_corrupt_total") == (isPlayed ? 0 : 1))
        #expect(metrics.count("switchboard_speech_cache_hits_total", [("level", "disk")]) == (isPlayed ? 1 : 0))
        await cache.written()
        return isPlayed
    }

    @Test func playsFromDiskAfterARestart() async throws {
        let (folder, _) = try await Self.filled()
        #expect(try await Self.isPlayed(folder))
        #expect(try await Self.isPlayed(folder))
    }

    @Test func findsDamageAtEveryByteOfTheHeader() async throws {
        let (folder, file) = try await Self.filled()
        let good = try TemporaryFolder.bytes(file)
        for position in 0..<SpeechFile.headerLength {
            var bad = good
            bad[position] ^= 0x41
            try TemporaryFolder.write(bad, to: file)
            let isPlayed = try await Self.isPlayed(folder)
            #expect(!isPlayed, "byte \(position)")
        }
        #expect(try TemporaryFolder.bytes(file) == good)
    }

    @Test func believesNothingButWhatWasWritten() {
        let request = SynthesisRequest(text: "good day")
        let key = SpeechKey(engine: "tone", identity: "", request: request)
        let words = [KeptSpeech.Word(text: "größer", end: .nanoseconds(1_234_567)), .init(text: "", end: .zero)]
        let speech = KeptSpeech(words: words, audio: ByteBuffer(bytes: Self.audio.prefix(400)))
        let file = SpeechFile.encode(speech, key: key)
        #expect(SpeechFile.decode(file, key: key) == speech)
        let bytes = Array(file.readableBytesView)
        for position in bytes.indices {
            var bad = bytes
            bad[position] = bad[position] &+ 1
            #expect(SpeechFile.decode(ByteBuffer(bytes: bad), key: key) == nil)
            #expect(SpeechFile.decode(ByteBuffer(bytes: bytes[..<position]), key: key) == nil)
        }
        #expect(SpeechFile.decode(ByteBuffer(bytes: bytes + [0]), key: key) == nil)
        let other = SpeechKey(engine: "tone", identity: "", request: SynthesisRequest(text: "good dax"))
        #expect(SpeechFile.decode(file, key: other) == nil)
    }

    @Test(arguments: [0, 1, 87, 88, 500]) func makesATruncatedFileAnew(length: Int) async throws {
        let (folder, file) = try await Self.filled()
        try TemporaryFolder.write(Array(try TemporaryFolder.bytes(file).prefix(length)), to: file)
        #expect(try await !Self.isPlayed(folder))
        #expect(try await Self.isPlayed(folder))
    }

    @Test func doesNotReadWhatIsTooLong() async throws {
        let (folder, file) = try await Self.filled()
        try TemporaryFolder.write([UInt8](repeating: 0x53, count: 2_000_000), to: file)
        #expect(try await !Self.isPlayed(folder))
    }

    @Test func doesNotFollowLinksOrWaitForPipes() async throws {
        let (folder, file) = try await Self.filled()
        let elsewhere = try TemporaryFolder()
        try FileManager.default.moveItem(atPath: file, toPath: elsewhere.path + "/sound")
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: elsewhere.path + "/sound")
        #expect(try await !Self.isPlayed(folder))
        try FileManager.default.removeItem(atPath: file)
        #expect(mkfifo(file, 0o600) == 0)
        #expect(try await !Self.isPlayed(folder))
        #expect(elsewhere.files.count == 1)
    }

    @Test func doesNotTakeOneSoundForAnother() async throws {
        let (folder, file) = try await Self.filled()
        let (_, other) = try await Self.filled("good night")
        _ = other
        let key = SpeechKey(engine: "tone", identity: "", request: SynthesisRequest(text: "good dax"))
        try FileManager.default.moveItem(atPath: file, toPath: folder.path + "/\(key).speech")
        #expect(try await !Self.isPlayed(folder, text: "good dax"))
    }

    @Test func isForItsOwnerOnlyAndLeavesStrangersAlone() async throws {
        let folder = try TemporaryFolder()
        let deep = folder.path + "/a/b"
        let cache = CacheStage.cache(CountedVoice(), folder: folder) { $0.folder = deep }
        try await CacheStage(by: cache).ended()
        await cache.written()
        let key = SpeechKey(engine: "tone", identity: "", request: SynthesisRequest(text: "good day"))
        let file = "\(deep)/\(key).speech"
        #expect(try Self.mode(deep) == 0o700)
        #expect(try Self.mode(file) == 0o600)
        let part = "\(deep)/\(key).1.1.part"
        for path in [part, deep + "/README", deep + "/x.speech", deep + "/x.part"] {
            try TemporaryFolder.write([1], to: path)
        }
        _ = CacheStage.cache(CountedVoice()) { $0.folder = deep }
        #expect(!FileManager.default.fileExists(atPath: part))
        for name in ["README", "x.speech", "x.part", "\(key).speech"] {
            #expect(FileManager.default.fileExists(atPath: deep + "/" + name))
        }
    }

    private static func mode(_ path: String) throws -> Int {
        let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        return try #require(value as? NSNumber).intValue
    }

    @Test func keepsToItsRoomOnDisk() async throws {
        let folder = try TemporaryFolder()
        let metrics = TestMetrics()
        let room = 3 * (Self.audio.count + 400)
        let cache = CacheStage.cache(CountedVoice(), folder: folder, metrics: metrics) { $0.diskBytes = room }
        for number in 0..<6 {
            try await CacheStage("good da\(number)", by: cache).ended()
            while metrics.count("switchboard_speech_cache_misses_total") < number + 1 { await Task.yield() }
            let key = SpeechKey(engine: "tone", identity: "", request: SynthesisRequest(text: "good da\(number)"))
            while !FileManager.default.fileExists(atPath: "\(folder.path)/\(key).speech") { await Task.yield() }
        }
        await cache.written { $0 <= room }
        // A file is gone a little after it has stopped counting.
        let end = ContinuousClock.now + .seconds(20)
        while folder.files.count != 3, ContinuousClock.now < end { await Task.yield() }
        #expect(folder.files.count == 3)
        // Less room after a restart.
        let smaller = CacheStage.cache(CountedVoice(), folder: folder) { $0.diskBytes = room / 2 }
        #expect(folder.files.count == 1)
        #expect(smaller.diskBytes <= room / 2)
    }

    @Test func goesOnWithoutADiskAndSaysSoOnce() async throws {
        let folder = try TemporaryFolder()
        try TemporaryFolder.write([1], to: folder.path + "/file")
        let logs = InMemoryLogHandler()
        let metrics = TestMetrics()
        let logger = Logger(label: "test") { _ in logs }
        let cache = CacheStage.cache(CountedVoice(), metrics: metrics, logger: logger) {
            $0.folder = folder.path + "/file/below"
        }
        for text in ["one", "two", "three"] { try await CacheStage(text, by: cache).ended() }
        while metrics.count("switchboard_speech_cache_disk_failures_total") < 4 { await Task.yield() }
        #expect(logs.entries.count == 1)
        #expect(try await CacheStage("one", by: cache).ended().isWhole)
        #expect(metrics.count("switchboard_speech_cache_hits_total", [("level", "memory")]) == 1)
    }

    @Test func goesOnWhenTheFolderGoesAway() async throws {
        let (folder, _) = try await Self.filled()
        let (voice, metrics) = (CountedVoice(), TestMetrics())
        let cache = CacheStage.cache(voice, folder: folder, metrics: metrics)
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(try await CacheStage(by: cache).ended().isWhole)
        #expect(voice.texts == ["good day"])
        #expect(metrics.count("switchboard_speech_cache_corrupt_total") == 0)
    }

    @Test func saysWhenADiskIsFull() throws {
        let file = try OpenFile.writing("/dev/full")
        do throws(FileFailure) {
            try file.write(ByteBuffer(bytes: [1, 2, 3]))
            Issue.record("a full disk took three bytes")
        } catch {
            #expect(error == FileFailure(number: ENOSPC, action: "write"))
        }
    }

    @Test func doesNotWaitForASlowDiskForEver() async throws {
        let (folder, _) = try await Self.filled()
        let voice = CountedVoice()
        let cache = CacheStage.cache(voice, folder: folder) { $0.diskTime = .zero }
        // Whichever is quicker, it is said once and whole.
        #expect(try await CacheStage(by: cache).ended().isWhole)
        #expect(try await CacheStage(by: cache).ended().isWhole)
        #expect(voice.texts.count <= 1)
    }

    @Test func namesSoundsByAllThatDecidesThem() {
        let requests = [
            SynthesisRequest(text: "ab"), SynthesisRequest(text: "b", voice: "a"),
            SynthesisRequest(text: "b", voice: ""),
            SynthesisRequest(text: "b"), SynthesisRequest(text: "e\u{301}"), SynthesisRequest(text: "\u{e9}"),
        ]
        var keys: Set<SpeechKey> = []
        for (engine, identity) in [("e", "i"), ("ei", ""), ("", "ei")] {
            for request in requests { keys.insert(SpeechKey(engine: engine, identity: identity, request: request)) }
        }
        #expect(keys.count == 18)
        for key in keys { #expect(SpeechKey(name: key.description) == key) }
        #expect(SpeechKey(name: "zz") == nil)
        #expect(SpeechKey(name: String(repeating: "G", count: 64)) == nil)
    }
}
