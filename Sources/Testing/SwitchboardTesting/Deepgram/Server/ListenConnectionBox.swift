// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// An open connection to live transcription, for those who are not on its event loop.
struct ListenConnectionBox: Sendable {
    let channel: any Channel
    private let connection: NIOLoopBound<ListenConnection>

    init(_ connection: ListenConnection, _ channel: any Channel) {
        self.channel = channel
        self.connection = NIOLoopBound(connection, eventLoop: channel.eventLoop)
    }

    func set(faults: [DeepgramFault]) {
        self.channel.eventLoop.execute { self.connection.value.set(faults: faults) }
    }
}
