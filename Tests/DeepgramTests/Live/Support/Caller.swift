// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

@testable import Deepgram

/// A call that wants a connection, from a test's point of view.
final class Caller: Sendable {
    enum Event: Sendable {
        case opened
        case failed(DeepgramError)
        case received(ListenMessage)
        case ignored(String)
        case ended(DeepgramError?)
    }

    private final class Owner: ListenLinkOwner {
        let events: AsyncStream<Event>.Continuation
        var link: (any ListenLink)?
        var dialling: (any ListenDialling)?
        var onOpen: (any ListenLink) -> Void = { _ in }

        init(_ events: AsyncStream<Event>.Continuation) { self.events = events }

        func linkOpened(_ link: any ListenLink) {
            self.link = link
            self.onOpen(link)
            self.events.yield(.opened)
        }

        func linkFailed(_ error: DeepgramError) { self.events.yield(.failed(error)) }
        func link(_ link: any ListenLink, received message: ListenMessage) { self.events.yield(.received(message)) }
        func link(_ link: any ListenLink, ignored reason: String) { self.events.yield(.ignored(reason)) }
        func link(_ link: any ListenLink, ended error: DeepgramError?) { self.events.yield(.ended(error)) }
    }

    let eventLoop: any EventLoop
    private let owner: NIOLoopBoundBox<Owner>
    private let events: AsyncStream<Event>

    /// Dials on an event loop of the process's.
    init(
        _ dialler: any ListenDialler,
        _ parameters: ListenParameters = .nova(NovaParameters()),
        in trace: TraceContext? = nil,
        on eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.any(),
        onOpen: @escaping @Sendable (any ListenLink) -> Void = { _ in }
    ) {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        self.eventLoop = eventLoop
        self.events = events
        let owner = NIOLoopBoundBox.makeBoxSendingValue(Owner(continuation), eventLoop: eventLoop)
        self.owner = owner
        eventLoop.execute {
            owner.value.onOpen = onOpen
            owner.value.dialling = dialler.dial(parameters, in: trace, on: eventLoop, for: owner.value)
        }
    }

    /// What comes next.
    func next() async throws -> Event {
        for await event in self.events { return event }
        throw CancellationError()
    }

    func opened() async throws {
        guard case .opened = try await self.next() else { throw Unexpected() }
    }

    func failure() async throws -> DeepgramError {
        guard case .failed(let error) = try await self.next() else { throw Unexpected() }
        return error
    }

    func received() async throws -> ListenMessage {
        guard case .received(let message) = try await self.next() else { throw Unexpected() }
        return message
    }

    func ignored() async throws -> String {
        guard case .ignored(let reason) = try await self.next() else { throw Unexpected() }
        return reason
    }

    func ended() async throws -> DeepgramError? {
        guard case .ended(let error) = try await self.next() else { throw Unexpected() }
        return error
    }

    struct Unexpected: Error {}

    /// Does something with the connection, on its event loop.
    func withLink<Result: Sendable>(_ body: @escaping @Sendable (any ListenLink) -> Result) async throws -> Result {
        try await self.eventLoop.submit {
            guard let link = self.owner.value.link else { throw Unexpected() }
            return body(link)
        }.get()
    }

    func cancel() async throws {
        try await self.eventLoop.submit { self.owner.value.dialling?.cancel() }.get()
    }

    func send(_ command: ListenCommand) async throws -> Bool {
        try await self.withLink { $0.send(command) }
    }

    @discardableResult
    func sendAudio(_ count: Int = 160) async throws -> Bool {
        try await self.withLink { link in link.sendAudio { $0.writeRepeatingByte(0x55, count: count) } }
    }
}
