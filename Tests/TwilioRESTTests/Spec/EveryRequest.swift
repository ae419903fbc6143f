// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// Every request the client can make, once with as little and once with as much as possible.
enum EveryRequest {
    static let span = TimeSpan(from: Stage.now, to: Stage.now.addingTimeInterval(86_400))
    static let conference = ConferenceSID("CF00000000000000000000000000000001")!
    static let queue = QueueSID("QU00000000000000000000000000000001")!
    static let number = PhoneNumberSID("PN00000000000000000000000000000001")!
    static let message = MessageSID("SM00000000000000000000000000000001")!
    static let application = "AP00000000000000000000000000000001"
    static let callback = Callback("https://voice.example.com/a?b=c&d=é", method: .get)

    static var fullRecording: RecordingOptions {
        RecordingOptions(
            channels: .dual,
            track: .both,
            trim: .doNotTrim,
            statusCallback: self.callback,
            statusEvents: [.inProgress, .completed, .absent]
        )
    }

    static var fullCall: NewCall {
        var call = NewCall(
            to: "sip:alice@example.com",
            from: "+14155550123",
            then: .url("https://a.example/x", method: .get)
        )
        call.fallback = self.callback
        call.statusCallback = self.callback
        call.statusEvents = [.initiated, .ringing, .answered, .completed]
        call.sendDigits = "ww1234#W*"
        call.timeout = .seconds(25)
        call.timeLimit = .seconds(3_600)
        call.recording = self.fullRecording
        call.sipUser = "alice"
        call.sipPassword = "p&=w"
        call.machineDetection = MachineDetectionOptions(.detectMessageEnd, asynchronousCallback: self.callback)
        call.machineDetection?.timeout = .seconds(45)
        call.machineDetection?.speechThreshold = .milliseconds(2_000)
        call.machineDetection?.speechEndThreshold = .milliseconds(900)
        call.machineDetection?.silenceTimeout = .milliseconds(4_000)
        call.callerID = "+14155550199"
        call.reason = "Your table, tonight"
        call.callToken = "%7B%22token%22%7D"
        call.byoc = "BY00000000000000000000000000000001"
        call.clientNotificationURL = "https://push.example.com/"
        return call
    }

    static var fullMessage: NewMessage {
        var message = NewMessage(
            to: "+14155550100",
            from: .service("MG00000000000000000000000000000001", sendAt: Stage.now),
            .body("hello & good-bye", media: ["https://a.example/1.png", "https://a.example/2.png"])
        )
        message.statusCallbackURL = "https://voice.example.com/sms"
        message.application = self.application
        message.maximumPrice = "0.05"
        message.providesFeedback = true
        message.attempt = 2
        message.validity = .seconds(600)
        message.forcesDelivery = false
        message.contentRetention = .discard
        message.addressRetention = .obfuscate
        message.smartEncoding = true
        message.persistentActions = ["a", "b"]
        message.traffic = .free
        message.shortensURLs = true
        message.asMMS = true
        message.riskCheck = .disable
        message.fallbackFrom = "+14155550123"
        return message
    }

    static var fullNumber: PhoneNumberUpdate {
        var update = PhoneNumberUpdate()
        update.friendlyName = "Main"
        update.voiceURL = "https://a.example/voice"
        update.voiceMethod = .post
        update.voiceFallbackURL = ""
        update.voiceFallbackMethod = .get
        update.statusCallbackURL = "https://a.example/status"
        update.statusCallbackMethod = .post
        update.voiceApplication = ""
        update.trunk = "TK00000000000000000000000000000001"
        update.voiceReceiveMode = .voice
        update.callerIDLookup = false
        update.smsURL = "https://a.example/sms"
        update.smsMethod = .get
        update.smsFallbackURL = "https://a.example/sms2"
        update.smsFallbackMethod = .post
        update.smsApplication = self.application
        return update
    }

    static var fullParticipant: ParticipantUpdate {
        var update = ParticipantUpdate()
        update.isMuted = true
        update.isOnHold = true
        update.hold = self.callback
        update.announcement = self.callback
        update.wait = self.callback
        update.beepsOnExit = true
        update.endsConference = false
        update.isCoaching = true
        update.coached = Stage.call
        return update
    }
}
