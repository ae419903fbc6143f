// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import NIOCore
import NIOPosix
import OfflineSpeech
import TelephonyAudio

/// One session at a recogniser, driven from a test.
struct Call: Sendable {
    let loop: any EventLoop
    private let session: NIOLoopBoundBox<(any RecognitionSession)?>
    private let stream: AsyncStream<RecognitionEvent>

    init(_ request: RecognitionRequest, _ recogniser: OfflineRecogniser) {
        let loop = Telephone.loops.next()
        let box = NIOLoopBoundBox<(any RecognitionSession)?>.makeEmptyBox(
            valueType: (any RecognitionSession).self,
            eventLoop: loop
        )
        self.loop = loop
        self.session = box
        self.stream = AsyncStream { continuation in
            loop.execute {
                box.value = recogniser.open(request, on: loop) { event in
                    continuation.yield(event)
                    switch event {
                    case .finished, .failed: continuation.finish()
                    default: break
                    }
                }
            }
        }
    }

    /// Hands over audio in frames of 20 ms, beginning at a place in the stream.
    func hear(_ audio: [UInt8], from offset: Duration = .zero) async {
        await self.run { session in
            for start in stride(from: 0, to: audio.count, by: 160) {
                let frame = ByteBuffer(bytes: audio[start..<min(start + 160, audio.count)])
                session.hear(frame, at: offset + .telephony(bytes: start))
            }
        }
    }

    func finish() async { await self.run { $0.finish() } }
    func cancel() async { await self.run { $0.cancel() } }

    /// The events as they come.
    var live: AsyncStream<RecognitionEvent> { self.stream }

    /// Everything up to the last event.
    func events() async -> [RecognitionEvent] {
        await self.stream.reduce(into: []) { $0.append($1) }
    }

    private func run(_ body: @escaping @Sendable (any RecognitionSession) -> Void) async {
        let box = self.session
        try? await self.loop.submit { if let session = box.value { body(session) } }.get()
    }
}
#endif
