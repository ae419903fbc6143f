// SPDX-License-Identifier: Apache-2.0

import NIOCore

@testable import Deepgram

/// A dial of ``FakeDialler`` and the connection it becomes.
final class FakeDial: ListenDialling, ListenLink {
    let parameters: ListenParameters
    let trace: TraceContext?
    let time: NIODeadline
    private var owner: (any ListenLinkOwner)?
    private(set) var isPending = true
    private(set) var isOpen = false
    private(set) var isCancelled = false
    private(set) var isAbandoned = false
    private(set) var commands: [ListenCommand] = []
    private(set) var audio: [UInt8] = []
    var requestID: String? { "fake" }
    var fedSamples: Int { self.audio.count }
    var queuedBytes = 0

    init(
        _ parameters: ListenParameters,
        in trace: TraceContext? = nil,
        owner: any ListenLinkOwner,
        at time: NIODeadline
    ) {
        self.parameters = parameters
        self.trace = trace
        self.owner = owner
        self.time = time
    }

    // MARK: What the test does

    func succeed() {
        self.isPending = false
        self.isOpen = true
        self.owner?.linkOpened(self)
    }

    func fail(_ error: DeepgramError) {
        self.isPending = false
        let owner = self.owner
        self.owner = nil
        owner?.linkFailed(error)
    }

    func fail(_ code: DeepgramError.Code, retryAfter: Duration? = nil) {
        self.fail(DeepgramError(code, "As the test wants it.", retryAfter: retryAfter))
    }

    func receive(_ message: ListenMessage) { self.owner?.link(self, received: message) }
    func ignore(_ reason: String) { self.owner?.link(self, ignored: reason) }

    func end(_ error: DeepgramError?) {
        self.isOpen = false
        let owner = self.owner
        self.owner = nil
        owner?.link(self, ended: error)
    }

    // MARK: What the library does

    func cancel() {
        self.isCancelled = true
        self.isPending = false
        self.owner = nil
    }

    func sendAudio(_ write: (inout ByteBuffer) -> Void) -> Bool {
        guard self.isOpen, !self.commands.contains(.closeStream) else { return false }
        var buffer = ByteBuffer()
        write(&buffer)
        self.audio += Array(buffer.readableBytesView)
        return true
    }

    func send(_ command: ListenCommand) -> Bool {
        guard self.isOpen, !self.commands.contains(.closeStream) else { return false }
        self.commands.append(command)
        return true
    }

    func abandon() {
        self.isAbandoned = true
        self.isOpen = false
        self.owner = nil
    }

    func giveBack() {
        self.owner = nil
        if !self.send(.closeStream) { self.abandon() }
    }
}
