// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOPosix
import Synchronization
import SystemPackage

/// A pipe whose reading end is one of an event loop's descriptors.
final class LoopPipe: LoopDoor {
    private final class Reader: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        let count = Atomic(0)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.count.add(self.unwrapInboundIn(data).readableBytes, ordering: .relaxed)
        }
    }

    /// A loop that hangs for long does not fill the pipe: its 64 kB would hold up whoever knocks.
    private static let mostUnanswered = 1_000

    private let writing: SystemPackage.FileDescriptor
    private let channel: any Channel
    private let reader: Reader
    private let knocks = Atomic(0)

    private init(writing: SystemPackage.FileDescriptor, channel: any Channel, reader: Reader) {
        self.writing = writing
        self.channel = channel
        self.reader = reader
    }

    var answers: Int { self.reader.count.load(ordering: .relaxed) }

    /// Opens a pipe into a loop. Throws when there are no descriptors left.
    static func open(into loop: any EventLoop) async throws -> LoopPipe {
        let (reading, writing) = try SystemPackage.FileDescriptor.pipe()
        let reader = Reader()
        do {
            let channel = try await NIOPipeBootstrap(group: loop)
                .channelInitializer { $0.pipeline.addHandler(reader) }
                .takingOwnershipOfDescriptor(input: reading.rawValue).get()
            return LoopPipe(writing: writing, channel: channel, reader: reader)
        } catch {
            // The reading end is the bootstrap's own only if it succeeded.
            try? reading.close()
            try? writing.close()
            throw error
        }
    }

    func knock() {
        guard self.knocks.load(ordering: .relaxed) - self.answers < Self.mostUnanswered else { return }
        self.knocks.add(1, ordering: .relaxed)
        // Should it fail, nobody answers, which is what it would mean.
        _ = try? self.writing.writeAll([1])
    }

    /// Closes both ends. Nobody knocks any more.
    func close() async {
        try? self.writing.close()
        try? await self.channel.close()
    }
}
