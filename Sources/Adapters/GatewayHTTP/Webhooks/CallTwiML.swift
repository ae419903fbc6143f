// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

/// What Twilio is told to do, for every way a call can go.
struct CallTwiML: Sendable {
    let publicURL: PublicURL
    let prompts: DialoguePrompts
    let limits: WebhookLimits
    let calling: CallingConfiguration

    /// Open a session in words; whatever ends it, ask what comes next. Twilio asks the `action`, also when the socket
    /// broke; the redirect is for a session that it passes over.
    func relay(_ token: String, _ relay: RelayTwiML, resumes: Int) -> TwiMLDocument {
        let next = self.publicURL.url(of: GatewayPath.next + Self.query(resumes: resumes))
        return Response {
            Connect(action: next, method: .post) {
                relay.noun(url: self.publicURL.url(of: GatewayPath.relay + token, webSocket: true))
            }
            Redirect(next, method: .post)
        }.document
    }

    private static func query(resumes: Int) -> String {
        resumes > 0 ? "?resumes=\(resumes)" : ""
    }

    /// Open a stream; whatever ends it, ask what comes next. That is how a call outlives this process.
    func stream(_ token: String, resumes: Int) -> TwiMLDocument {
        let query = Self.query(resumes: resumes)
        return Response {
            Connect {
                Stream(
                    url: self.publicURL.url(of: GatewayPath.stream + token, webSocket: true),
                    statusCallback: self.publicURL.url(of: GatewayPath.streamStatus)
                )
            }
            Redirect(self.publicURL.url(of: GatewayPath.next + query), method: .post)
        }.document
    }

    /// Come back in a moment: somebody else, or this server after its restart, takes the call up. `origin` says where the
    /// call comes from, as in ``WebhookRoutes/opening(_:_:)``.
    func comeBack(attempt: Int, resumes: Int, from origin: String?) -> TwiMLDocument {
        Response {
            if attempt > self.limits.immediateDrainAttempts { Pause(length: self.limits.drainPause) }
            Redirect(
                self.publicURL.url(of: GatewayPath.next + Self.query(attempt, resumes, origin)),
                method: .post
            )
        }.document
    }

    /// Go on at a sibling, at once. It is said in the address that the call was sent on, so that no two servers that shut
    /// down send it to each other.
    func goToPeer(_ peer: PublicURL, attempt: Int, resumes: Int, from origin: String?) -> TwiMLDocument {
        // A call that has had no stream yet is greeted there, as one that was asked to come back is.
        let query = Self.query(resumes > 0 ? attempt : max(attempt, 1), resumes, origin) + "&peer=1"
        return Response { Redirect(peer.url(of: GatewayPath.next + query), method: .post) }.document
    }

    private static func query(_ attempt: Int, _ resumes: Int, _ origin: String?) -> String {
        "?attempt=\(attempt)" + (resumes > 0 ? "&resumes=\(resumes)" : "") + (origin.map { "&from=\($0)" } ?? "")
    }

    /// Take a message. `sentence` is said first. The verbs after `Record` are for a caller who says nothing.
    func voicemail(saying sentence: String? = nil) -> TwiMLDocument {
        Response {
            for say in Self.say(sentence) { say }
            for say in Self.say(self.prompts.voicemail) { say }
            Record(
                action: self.publicURL.url(of: GatewayPath.recording),
                method: .post,
                timeout: self.limits.voicemailSilence,
                maxLength: self.limits.voicemailLength,
                playBeep: true,
                recordingStatusCallback: self.publicURL.url(of: GatewayPath.recording),
                recordingStatusCallbackEvent: [.completed, .absent]
            )
            for say in Self.say(self.prompts.goodbye) { say }
            Hangup()
        }.document
    }

    /// End the call. `sentence` is said first.
    func hangUp(saying sentence: String? = nil) -> TwiMLDocument {
        Response {
            for say in Self.say(sentence) { say }
            Hangup()
        }.document
    }

    /// Goes where the call was decided to go, or on asking what comes next. `sentence` is said first.
    /// With `listening` people who are connected are transcribed.
    func go(_ step: NextStep, saying sentence: String? = nil, listening: ListenInOrder? = nil) -> TwiMLDocument {
        switch step {
        case .transfer(let address, let whisper):
            // An address that is none is found when it is configured or ordered; should it come here, nobody is rung.
            (try? TransferTarget(address)).map {
                self.transfer(to: $0, isAnnounced: whisper != nil, saying: sentence, listening: listening)
            } ?? self.voicemail(saying: sentence)
        case .voicemail: self.voicemail(saying: sentence)
        case .hangUp: self.hangUp(saying: sentence)
        case .hold: self.hold(saying: sentence)
        case .resume, .gather: self.askAgain(saying: sentence)
        }
    }

    /// Ask what comes next.
    private func askAgain(saying sentence: String?) -> TwiMLDocument {
        Response {
            for say in Self.say(sentence) { say }
            Redirect(self.publicURL.url(of: GatewayPath.next), method: .post)
        }.document
    }

    /// In as many pieces as Twilio's limits need; nothing for no text.
    static func say(_ text: String?) -> [Say] {
        Say.split(text ?? "")
    }
}
