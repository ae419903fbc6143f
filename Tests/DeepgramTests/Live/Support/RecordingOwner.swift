// SPDX-License-Identifier: Apache-2.0

import NIOCore

@testable import Deepgram

/// A call on an embedded event loop.
final class RecordingOwner: ListenLinkOwner {
    private(set) var link: (any ListenLink)?
    private(set) var opened = 0
    private(set) var failures: [DeepgramError] = []
    private(set) var messages: [ListenMessage] = []
    private(set) var ignored: [String] = []
    private(set) var ends: [DeepgramError?] = []

    var isWaiting: Bool { self.opened == 0 && self.failures.isEmpty }

    func linkOpened(_ link: any ListenLink) {
        self.link = link
        self.opened += 1
    }

    func linkFailed(_ error: DeepgramError) { self.failures.append(error) }
    func link(_ link: any ListenLink, received message: ListenMessage) { self.messages.append(message) }
    func link(_ link: any ListenLink, ignored reason: String) { self.ignored.append(reason) }
    func link(_ link: any ListenLink, ended error: DeepgramError?) { self.ends.append(error) }
}
