// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

/// Somebody who wants a sound that is being made, seen from the rendering: calls reach him on his own event loop.
struct SpeechListener: Sendable {
    /// What a rendering tells.
    enum News: Sendable {
        case event(SynthesisEvent)
        /// All of it.
        case whole(KeptSpeech)
        /// There is nothing to be had here.
        case nothing
    }

    let id: Int
    let eventLoop: any EventLoop
    let take: @Sendable (News) -> Void

    func tell(_ news: News, from eventLoop: any EventLoop) {
        if eventLoop === self.eventLoop {
            self.take(news)
        } else {
            let take = self.take
            self.eventLoop.execute { take(news) }
        }
    }
}
