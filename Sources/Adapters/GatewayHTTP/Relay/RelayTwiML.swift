// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

/// Makes the `<ConversationRelay>` of a call from the settings and its dialogue.
struct RelayTwiML: Sendable {
    /// The longest hint that is passed on, in characters.
    private static let longestHint = 100

    let options: RelayOptions
    let dialogue: Dialogue

    func noun(url: String) -> ConversationRelay {
        ConversationRelay(
            url: url,
            language: self.options.language,
            ttsProvider: self.options.speechProvider,
            voice: self.options.voice,
            transcriptionProvider: self.options.transcriptionProvider,
            speechModel: self.options.speechModel,
            profanityFilter: self.options.profanityFilter,
            // Keys are told and do not interrupt, as on a stream; each text says for itself whether one may cut in.
            interruptible: self.dialogue.policy.bargeIn ? .speech : RelayInput.none,
            interruptSensitivity: self.options.interruptSensitivity,
            ignoreBackchannel: self.options.ignoreBackchannel,
            reportInputDuringAgentSpeech: .dtmf,
            dtmfDetection: true,
            preemptible: true,
            partialPrompts: self.options.partialPrompts,
            hints: self.hints,
            speechTimeout: self.options.speechTimeout,
            events: self.options.events
        )
    }

    /// Words first, because they are the hardest to recognise; sentences with slots say nothing without their values.
    private var hints: [String] {
        let hints = self.dialogue.responder.hints
        let values = hints.slots.sorted { $0.key < $1.key }.flatMap(\.value)
        let phrases = hints.phrases.filter { !$0.contains("{") }
        var known: Set<String> = []
        let all = (hints.keywords + values + phrases).filter {
            !$0.isEmpty && $0.count <= Self.longestHint && known.insert($0).inserted
        }
        return Array(all.prefix(self.options.maximumHints))
    }
}
