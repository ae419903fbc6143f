// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import NIOCore

extension CachedSynthesiser {
    /// Has texts said before anybody asks for them, so that the first caller does not wait either.
    ///
    /// What is kept already, in memory or on disk, is only loaded. All texts are taken for reusable. `progress` is called
    /// after each text, in no particular order of the texts. Cancelling the task ends what is being rendered and
    /// begins nothing more.
    @discardableResult
    public func prerender(
        _ requests: [SynthesisRequest],
        on group: any EventLoopGroup,
        parallel: Int = 4,
        progress: (Prerendering) -> Void = { _ in }
    ) async -> Prerendering {
        var state = Prerendering(total: requests.count, ready: 0, failures: [])
        await withTaskGroup(of: SpeechError?.self) { tasks in
            var rest = requests[...]
            for _ in 0..<max(1, parallel) {
                guard let request = rest.popFirst() else { break }
                tasks.addTask { await self.prerender(request, on: group.next()) }
            }
            for await error in tasks {
                if let error { state.failures.append(error) } else { state.ready += 1 }
                progress(state)
                guard !Task.isCancelled, let request = rest.popFirst() else { continue }
                tasks.addTask { await self.prerender(request, on: group.next()) }
            }
        }
        return state
    }

    @concurrent
    private func prerender(_ request: SynthesisRequest, on eventLoop: any EventLoop) async -> SpeechError? {
        var request = request
        request.isReusable = true
        let wanted = request
        let ended = eventLoop.makePromise(of: SpeechError?.self)
        let session = eventLoop.submit {
            let session = self.speak(wanted, on: eventLoop) { event in
                switch event {
                case .word, .audio: break
                case .finished: ended.succeed(nil)
                case .failed(let error): ended.succeed(error)
                }
            }
            return NIOLoopBound(session, eventLoop: eventLoop)
        }
        return await withTaskCancellationHandler {
            // Neither future fails: both are succeeded above or below.
            (try? await ended.futureResult.get()) ?? nil
        } onCancel: {
            session.whenSuccess { session in
                session.value.cancel()
                ended.succeed(SpeechError(.unavailable, "Nobody waits for it any more."))
            }
        }
    }
}
