// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

// People: connecting the caller with one, and letting the caller wait for one.
extension CallTwiML {
    /// Connect the caller. `sentence` is said first; `isAnnounced` if whoever answers hears something before. With
    /// `listening` both are transcribed while they talk.
    func transfer(
        to target: TransferTarget,
        isAnnounced: Bool = false,
        saying sentence: String? = nil,
        listening: ListenInOrder? = nil
    ) -> TwiMLDocument {
        if case .queue(let name) = target {
            return self.enqueue(name, for: "transfer", waitUrl: nil, saying: sentence, listening: listening)
        }
        return Response {
            for say in Self.say(sentence) { say }
            for say in Self.say(listening?.announcement) { say }
            if let listening { self.listenIn(listening) }
            Dial(
                action: self.publicURL.url(of: GatewayPath.transfer),
                method: .post,
                timeout: self.limits.transferTimeout,
                record: self.calling.recordsTransfers ? .fromAnswerDual : nil,
                recordingStatusCallback: self.calling.recordsTransfers
                    ? self.publicURL.url(of: GatewayPath.recording) : nil,
                answerOnBridge: true
            ) {
                self.noun(target, isAnnounced: isAnnounced)
            }
        }.document
    }

    private func noun(_ target: TransferTarget, isAnnounced: Bool) -> any DialNoun {
        let whisper = isAnnounced ? self.publicURL.url(of: GatewayPath.whisper) : nil
        let status = self.publicURL.url(of: GatewayPath.status)
        let events: [CallProgressEvent] = [.initiated, .ringing, .answered, .completed]
        switch target {
        case .number(let number):
            return Number(number, url: whisper, statusCallbackEvent: events, statusCallback: status)
        case .client(let identity):
            return Client(identity, url: whisper, statusCallbackEvent: events, statusCallback: status)
        case .sip(let address):
            return Sip(address, url: whisper, statusCallbackEvent: events, statusCallback: status)
        case .conference(let name):
            return Conference(name)
        case .queue(let name):
            return Queue(name, url: whisper)
        }
    }

    /// What whoever answers hears before the caller is connected; nothing is fine too.
    static func whisper(_ text: String?) -> TwiMLDocument {
        Response { for say in Self.say(text) { say } }.document
    }

    /// Let the caller wait, with music.
    func hold(saying sentence: String? = nil) -> TwiMLDocument {
        let isOurs = self.calling.holdMusicURL != nil
        let wait = isOurs ? self.publicURL.url(of: GatewayPath.queue + "?part=wait") : nil
        return self.enqueue(self.calling.holdQueue, for: "hold", waitUrl: wait, saying: sentence)
    }

    /// What a held caller hears; Twilio asks again whenever it has ended.
    func wait(_ music: String) -> TwiMLDocument {
        Response { Play(music) }.document
    }

    /// The caller has waited long enough.
    static func leaveQueue() -> TwiMLDocument {
        Response { Leave() }.document
    }

    private func enqueue(
        _ name: String,
        for purpose: String,
        waitUrl: String?,
        saying sentence: String?,
        listening: ListenInOrder? = nil
    ) -> TwiMLDocument {
        Response {
            for say in Self.say(sentence) { say }
            for say in Self.say(listening?.announcement) { say }
            if let listening { self.listenIn(listening) }
            Enqueue(
                name,
                action: self.publicURL.url(of: GatewayPath.queue + "?for=\(purpose)"),
                method: .post,
                waitUrl: waitUrl
            )
        }.document
    }

    /// Take the call up again.
    func resume(from origin: String) -> TwiMLDocument {
        Response { Redirect(self.publicURL.url(of: GatewayPath.next + "?from=\(origin)"), method: .post) }.document
    }
}
