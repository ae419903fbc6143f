// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// Says of every text that it is reusable.
struct ReusableVoice: SpeechSynthesiser {
    let inner: any SpeechSynthesiser

    var name: String { self.inner.name }
    var status: EngineStatus { self.inner.status }

    func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        var request = request
        request.isReusable = true
        return self.inner.speak(request, on: eventLoop, deliver: deliver)
    }
}
