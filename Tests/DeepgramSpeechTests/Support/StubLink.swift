// SPDX-License-Identifier: Apache-2.0

import Deepgram
import NIOCore

/// A connection that writes down what it is given.
final class StubLink: ListenLink {
    let requestID: String? = "11111111-2222-3333-4444-555555555555"
    var fedSamples: Int
    var queuedBytes = 0
    /// Takes nothing.
    var isRefusing = false
    private(set) var messages: [[UInt8]] = []
    private(set) var commands: [ListenCommand] = []
    private(set) var isAbandoned = false
    private(set) var isGivenBack = false

    init(fedSamples: Int = 0) { self.fedSamples = fedSamples }

    var audio: [UInt8] { self.messages.flatMap { $0 } }
    var isGone: Bool { self.isAbandoned || self.isGivenBack }

    func sendAudio(_ write: (inout ByteBuffer) -> Void) -> Bool {
        guard !self.isRefusing, !self.commands.contains(.closeStream) else { return false }
        var buffer = ByteBuffer()
        write(&buffer)
        self.fedSamples += buffer.readableBytes
        self.messages.append(Array(buffer.readableBytesView))
        return true
    }

    func send(_ command: ListenCommand) -> Bool {
        guard !self.isRefusing else { return false }
        self.commands.append(command)
        return true
    }

    func abandon() { self.isAbandoned = true }
    func giveBack() { self.isGivenBack = true }
}
