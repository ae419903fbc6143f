// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

extension SimulatedDeepgram {
    func decideSpeech(_ head: HTTPRequestHead, now: Duration, channel: any Channel) -> DeepgramVerdict {
        let admission = self.withState {
            $0.speech.admit(
                head.uri,
                traceparent: head.headers.first(name: "traceparent"),
                isStreaming: true,
                now: now
            )
        }
        guard !admission.has(.noAnswer) else { return .unanswered }
        var random = SimulationRandom(seed: self.settings.seed &+ UInt64(admission.number))
        let delay = admission.first { if case .slowConnect(let time) = $0 { time } else { nil } } ?? .zero
        let requestID = random.identifier()
        do throws(DeepgramRefusal) {
            if let refusal = admission.refusal { throw refusal }
            let (authorization, subprotocol) = DeepgramVerdict.authorization(head.headers)
            try self.withState { $0.service }.check(authorization)
            let parameters = try AuraParameters(target: head.uri, isStreaming: true)
            try self.takeSpeechPlace(channel)
            let conversation = AuraConversation(
                model: parameters.model,
                requestID: requestID,
                modelID: random.identifier(),
                settings: self.settings
            )
            var headers: HTTPHeaders = ["dg-request-id": requestID]
            if let subprotocol { headers.add(name: "sec-websocket-protocol", value: subprotocol) }
            return .accepted(SpeakConnection(self, admission, conversation), headers, after: delay)
        } catch {
            var refusal = error
            refusal.requestID = requestID
            self.note(speech: admission.number) { $0.outcome = refusal.status }
            return .refused(refusal, after: delay)
        }
    }

    private func takeSpeechPlace(_ channel: any Channel) throws(DeepgramRefusal) {
        let refusal = self.withState { state -> DeepgramRefusal? in
            do throws(DeepgramRefusal) {
                try state.speech.take(isStreaming: true, self.settings)
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw refusal }
        channel.closeFuture.whenComplete { _ in self.withState { $0.speech.giveBack(isStreaming: true) } }
    }

    func note(speech number: Int, _ change: (inout DeepgramSpeechReport) -> Void) {
        self.withState { $0.speech.change(number, change) }
        self.tellWatchers()
    }
}
