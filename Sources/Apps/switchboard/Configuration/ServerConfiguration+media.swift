// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Twilio

extension ServerConfiguration {
    /// Takes over how conversations reach us.
    mutating func applyMedia(_ values: SettingValues) {
        self.listeningAnnouncement = values[.listeningAnnouncement]
        switch values[.listening] {
        case "transfers": self.listening = .transfers
        case "everything": self.listening = .everything(dialing: values[.listeningDial] ?? "")
        default: self.listening = .off
        }
        guard values[.media] == "relay" else { return }
        var options = RelayOptions()
        options.language = values[.relayLanguage].map { SpeechLanguage(rawValue: $0) }
        options.voice = values[.relayVoice]
        options.speechProvider = values[.relaySpeech].map { SpeechProvider(rawValue: $0) }
        options.transcriptionProvider = values[.relayTranscription].map { SpeechProvider(rawValue: $0) }
        options.speechModel = values[.relayModel]
        self.conversation = .relay(options)
    }
}
