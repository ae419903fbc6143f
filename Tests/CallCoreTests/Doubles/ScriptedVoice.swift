// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Synchronization

/// A synthesiser that speaks every word in 300 ms of tone, or as badly as it is told.
final class ScriptedVoice: SpeechSynthesiser {
    enum Manner: Sendable {
        /// All at once, with or without the times of the words.
        case whole(words: Bool)
        /// The sound of so many words, then nothing more is heard of it.
        case stalls(afterWords: Int, words: Bool)
        /// The sound of so many words, then an error.
        case fails(afterWords: Int)
        /// One buffer of so many milliseconds, whatever the text is.
        case sound(milliseconds: Int)
        /// The test delivers.
        case manual
    }

    private struct State {
        var manner = Manner.whole(words: true)
        var requests: [SynthesisRequest] = []
        var running: [Running] = []
    }

    final class Running: SynthesisSession, Sendable {
        let deliver: @Sendable (SynthesisEvent) -> Void
        private let cancelled = Mutex(false)

        init(deliver: @escaping @Sendable (SynthesisEvent) -> Void) {
            self.deliver = deliver
        }

        var isCancelled: Bool { self.cancelled.withLock { $0 } }

        func cancel() { self.cancelled.withLock { $0 = true } }
    }

    static let word = 300
    let name: String
    private let state = Mutex(State())

    init(_ name: String = "tone") {
        self.name = name
    }

    var status: EngineStatus { EngineStatus() }
    var requests: [String] { self.state.withLock { $0.requests.map(\.text) } }
    var reusable: [Bool] { self.state.withLock { $0.requests.map(\.isReusable) } }
    var traces: [PropagatedTrace?] { self.state.withLock { $0.requests.map(\.trace) } }
    var voices: [String?] { self.state.withLock { $0.requests.map(\.voice) } }
    var running: [Running] { self.state.withLock { $0.running } }

    func speaks(_ manner: Manner) {
        self.state.withLock { $0.manner = manner }
    }

    func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        let running = Running(deliver: deliver)
        let manner = self.state.withLock { state in
            state.requests.append(request)
            state.running.append(running)
            return state.manner
        }
        let events = Self.events(for: request.text, manner)
        eventLoop.execute {
            for event in events where !running.isCancelled { deliver(event) }
        }
        return running
    }

    private static func events(for text: String, _ manner: Manner) -> [SynthesisEvent] {
        let words = text.split(separator: " ")
        switch manner {
        case .whole(let times): return Self.sound(of: words, times) + [.finished]
        case .stalls(let count, let times): return Self.sound(of: words.prefix(count), times)
        case .fails(let count):
            return Self.sound(of: words.prefix(count), true) + [.failed(SpeechError(.engineFailure, "No voice."))]
        case .sound(let milliseconds): return [.audio(.tone(milliseconds: milliseconds)), .finished]
        case .manual: return []
        }
    }

    private static func sound(of words: some Collection<Substring>, _ times: Bool) -> [SynthesisEvent] {
        guard !words.isEmpty else { return [] }
        let marks = words.enumerated().map { number, word in
            SynthesisEvent.word(String(word), end: .milliseconds((number + 1) * Self.word))
        }
        return (times ? marks : []) + [.audio(.tone(milliseconds: words.count * Self.word))]
    }
}
