// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A recogniser that hears nothing: what a media message costs without one is measured with it.
public struct SilentRecogniser: SpeechRecogniser {
    private final class Session: RecognitionSession {
        private let eventLoop: any EventLoop
        private let deliver: @Sendable (RecognitionEvent) -> Void

        init(_ eventLoop: any EventLoop, _ deliver: @escaping @Sendable (RecognitionEvent) -> Void) {
            self.eventLoop = eventLoop
            self.deliver = deliver
        }

        func hear(_ audio: ByteBuffer, at offset: Duration) {}

        func finish() {
            let deliver = self.deliver
            self.eventLoop.execute { deliver(.finished) }
        }

        func cancel() {}
    }

    /// `none`.
    public let name = "none"
    /// Always well.
    public let status = EngineStatus(detail: "hears nothing")

    /// Creates it.
    public init() {}

    /// Opens a session that reports nothing but its end.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        Session(eventLoop, deliver)
    }
}
