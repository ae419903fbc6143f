// SPDX-License-Identifier: Apache-2.0

extension RelayCommand {
    /// The message as Twilio's documentation writes it, key for key.
    public var encoded: [UInt8] {
        var writer = MessageWriter()
        writer.object { writer in
            switch self {
            case .text(let text):
                writer.member("type", "text")
                writer.member("token", text.token)
                writer.member("last", text.isLast)
                writer.member("lang", text.language)
                writer.member("interruptible", text.isInterruptible)
                writer.member("preemptible", text.isPreemptible)
            case .play(let play):
                writer.member("type", "play")
                writer.member("source", play.source)
                if let loop = play.loop { writer.member("loop", loop) }
                writer.member("preemptible", play.isPreemptible)
                writer.member("interruptible", play.isInterruptible)
            case .sendDigits(let digits):
                writer.member("type", "sendDigits")
                writer.member("digits", digits)
            case .language(let speech, let transcription):
                writer.member("type", "language")
                writer.member("ttsLanguage", speech)
                writer.member("transcriptionLanguage", transcription)
            case .end(let handoff):
                writer.member("type", "end")
                writer.member("handoffData", handoff)
            }
        }
        return writer.bytes
    }
}
