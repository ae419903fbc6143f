// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A synthesiser without a voice: every text is over at once.
public struct SilentSynthesiser: SpeechSynthesiser {
    private final class Session: SynthesisSession {
        private var scheduled: Scheduled<Void>?

        init(_ eventLoop: any EventLoop, _ deliver: @escaping @Sendable (SynthesisEvent) -> Void) {
            self.scheduled = eventLoop.scheduleTask(in: .zero) { deliver(.finished) }
        }

        func cancel() {
            self.scheduled?.cancel()
        }
    }

    /// `none`.
    public let name = "none"
    /// Always well.
    public let status = EngineStatus(detail: "says nothing")

    /// Creates it.
    public init() {}

    /// Says nothing.
    public func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        Session(eventLoop, deliver)
    }
}
