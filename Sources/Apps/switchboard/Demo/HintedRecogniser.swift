// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// An engine that knows the dialogue by itself. Deepgram's models understand any sentence and are told key terms only; the
/// embedded engine in their place needs to know which sentences there are.
struct HintedRecogniser: SpeechRecogniser {
    let recogniser: any SpeechRecogniser
    let hints: SpeechHints

    var name: String { self.recogniser.name }
    var status: EngineStatus { self.recogniser.status }

    func prepare(_ hints: SpeechHints) async throws {
        try await self.recogniser.prepare(self.hints)
    }

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        var request = request
        request.hints = self.hints
        return self.recogniser.open(request, on: eventLoop, deliver: deliver)
    }
}
