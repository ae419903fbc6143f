// SPDX-License-Identifier: Apache-2.0

import Deepgram
import NIOCore

/// Hands out connections when a test says so. Used on one embedded event loop only, which is on one thread: nothing of it is
/// ever shared, in spite of `Sendable`.
final class StubDialler: ListenDialler, @unchecked Sendable {
    final class Dialling: ListenDialling {
        let parameters: ListenParameters
        let trace: TraceContext?
        let owner: any ListenLinkOwner
        fileprivate(set) var isOver = false

        init(_ parameters: ListenParameters, in trace: TraceContext?, _ owner: any ListenLinkOwner) {
            self.parameters = parameters
            self.trace = trace
            self.owner = owner
        }

        func cancel() { self.isOver = true }
    }

    private(set) var dials: [Dialling] = []
    private(set) var links: [StubLink] = []

    var isDialling: Bool { self.dials.last.map { !$0.isOver } ?? false }
    var link: StubLink? { self.links.last }

    func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let dialling = Dialling(parameters, in: trace, owner)
        self.dials.append(dialling)
        return dialling
    }

    /// The newest attempt succeeds.
    @discardableResult
    func open(fedSamples: Int = 0) -> StubLink {
        let link = StubLink(fedSamples: fedSamples)
        guard let dialling = self.dials.last, !dialling.isOver else { return link }
        dialling.isOver = true
        self.links.append(link)
        dialling.owner.linkOpened(link)
        return link
    }

    /// The newest attempt fails.
    func fail(_ error: DeepgramError) {
        guard let dialling = self.dials.last, !dialling.isOver else { return }
        dialling.isOver = true
        dialling.owner.linkFailed(error)
    }

    /// The newest connection says something.
    func say(_ message: ListenMessage) {
        guard let link = self.links.last, !link.isGone else { return }
        self.dials.last?.owner.link(link, received: message)
    }

    /// The newest connection ends.
    func end(_ error: DeepgramError?) {
        guard let link = self.links.last, !link.isGone else { return }
        self.dials.last?.owner.link(link, ended: error)
    }
}
