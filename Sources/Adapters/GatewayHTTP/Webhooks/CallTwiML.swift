// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

/// What Twilio is told to do, for every way a call can go.
struct CallTwiML: Sendable {
    let publicURL: PublicURL
    let prompts: DialoguePrompts
    let limits: WebhookLimits

    /// Open a session in words; whatever ends it, ask what comes next. Twilio asks the `action`, also when the socket
    /// broke; the redirect is for a session that it passes over.
    func relay(_ token: StreamToken, _ relay: RelayTwiML, resumes: Int) -> TwiMLDocument {
        let next = self.publicURL.url(of: GatewayPath.next + Self.query(resumes: resumes))
        return Response {
            Connect(action: next, method: .post) {
                relay.noun(url: self.publicURL.url(of: GatewayPath.relay + token.rawValue, webSocket: true))
            }
            Redirect(next, method: .post)
        }.document
    }

    private static func query(resumes: Int) -> String {
        resumes > 0 ? "?resumes=\(resumes)" : ""
    }

    /// Open a stream; whatever ends it, ask what comes next. That is how a call outlives this process.
    func stream(_ token: StreamToken, resumes: Int) -> TwiMLDocument {
        let query = Self.query(resumes: resumes)
        return Response {
            Connect {
                Stream(url: self.publicURL.url(of: GatewayPath.stream + token.rawValue, webSocket: true))
            }
            Redirect(self.publicURL.url(of: GatewayPath.next + query), method: .post)
        }.document
    }

    /// Come back in a moment: somebody else, or this server after its restart, takes the call up.
    func comeBack(attempt: Int, resumes: Int) -> TwiMLDocument {
        let query = "?attempt=\(attempt)" + (resumes > 0 ? "&resumes=\(resumes)" : "")
        return Response {
            Pause(length: self.limits.drainPause)
            Redirect(self.publicURL.url(of: GatewayPath.next + query), method: .post)
        }.document
    }

    /// Connect with a person. `sentence` is said first.
    func transfer(to number: String, saying sentence: String? = nil) -> TwiMLDocument {
        Response {
            if let sentence { Say(sentence) }
            Dial(
                number,
                action: self.publicURL.url(of: GatewayPath.transfer),
                method: .post,
                timeout: self.limits.transferTimeout,
                answerOnBridge: true
            )
        }.document
    }

    /// Take a message. `sentence` is said first. The verbs after `Record` are for a caller who says nothing.
    func voicemail(saying sentence: String? = nil) -> TwiMLDocument {
        Response {
            if let sentence { Say(sentence) }
            Say(self.prompts.voicemail)
            Record(
                action: self.publicURL.url(of: GatewayPath.recording),
                method: .post,
                timeout: self.limits.voicemailSilence,
                maxLength: self.limits.voicemailLength,
                playBeep: true
            )
            Say(self.prompts.goodbye)
            Hangup()
        }.document
    }

    /// End the call. `sentence` is said first.
    func hangUp(saying sentence: String? = nil) -> TwiMLDocument {
        Response {
            if let sentence { Say(sentence) }
            Hangup()
        }.document
    }

    /// Goes on with a call that gets no stream, or no further one.
    func handOver(_ step: NextStep, saying sentence: String) -> TwiMLDocument {
        switch step {
        case .transfer(let number, _): self.transfer(to: number, saying: sentence)
        case .voicemail: self.voicemail(saying: sentence)
        case .hangUp, .resume, .hold, .gather: self.hangUp(saying: sentence)
        }
    }
}
