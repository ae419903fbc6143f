// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Synchronization

/// Speaks in tones, counts what it is asked for, and speaks by hand or fails when told to.
final class CountedVoice: SpeechSynthesiser {
    enum Manner: Sendable {
        case tones
        case fails
        /// The test delivers.
        case manual
    }

    final class Running: SynthesisSession, Sendable {
        let eventLoop: any EventLoop
        let deliver: @Sendable (SynthesisEvent) -> Void
        private let cancelled = Mutex(false)

        init(_ eventLoop: any EventLoop, _ deliver: @escaping @Sendable (SynthesisEvent) -> Void) {
            self.eventLoop = eventLoop
            self.deliver = deliver
        }

        var isCancelled: Bool { self.cancelled.withLock { $0 } }

        func cancel() { self.cancelled.withLock { $0 = true } }

        func say(_ events: SynthesisEvent...) async throws {
            try await self.eventLoop.submit { for event in events { self.deliver(event) } }.get()
        }
    }

    private struct State {
        var manner: Manner
        var texts: [String] = []
        var traces: [PropagatedTrace?] = []
        var running: [Running] = []
        var open = 0
        var mostOpen = 0
    }

    let name = "tone"
    private let tones = ToneSynthesiser()
    private let state: Mutex<State>

    init(_ manner: Manner = .tones) {
        self.state = Mutex(State(manner: manner))
    }

    var status: EngineStatus { self.tones.status }
    var texts: [String] { self.state.withLock { $0.texts } }
    var traces: [PropagatedTrace?] { self.state.withLock { $0.traces } }
    var running: [Running] { self.state.withLock { $0.running } }
    var mostOpen: Int { self.state.withLock { $0.mostOpen } }

    func speaks(_ manner: Manner) {
        self.state.withLock { $0.manner = manner }
    }

    func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        let running = Running(eventLoop, deliver)
        let manner = self.state.withLock { state in
            state.texts.append(request.text)
            state.traces.append(request.trace)
            state.running.append(running)
            state.open += 1
            state.mostOpen = max(state.mostOpen, state.open)
            return state.manner
        }
        switch manner {
        case .manual: return running
        case .fails:
            eventLoop.execute {
                self.state.withLock { $0.open -= 1 }
                deliver(.failed(SpeechError(.unavailable, "No voice.")))
            }
            return running
        case .tones:
            return self.tones.speak(request, on: eventLoop) { event in
                if case .finished = event { self.state.withLock { $0.open -= 1 } }
                deliver(event)
            }
        }
    }
}
