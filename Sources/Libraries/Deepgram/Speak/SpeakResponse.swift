// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Hands an answer over to its ``SpeakRequest`` on that one's event loop, part by part: the next is read when this one
/// has been taken. The end is told by the task's future, which also knows of requests that were never sent.
final class SpeakResponse: HTTPClientResponseDelegate {
    typealias Response = Void

    private let request: NIOLoopBound<SpeakRequest>
    private let eventLoop: any EventLoop

    init(_ request: NIOLoopBound<SpeakRequest>, on eventLoop: any EventLoop) {
        self.request = request
        self.eventLoop = eventLoop
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        if self.eventLoop.inEventLoop {
            self.request.value.received(head)
            return task.eventLoop.makeSucceededVoidFuture()
        }
        return self.eventLoop.submit { [request] in request.value.received(head) }.hop(to: task.eventLoop)
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        if self.eventLoop.inEventLoop {
            return self.request.value.received(buffer).hop(to: task.eventLoop)
        }
        return self.eventLoop.flatSubmit { [request] in request.value.received(buffer) }.hop(to: task.eventLoop)
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}
