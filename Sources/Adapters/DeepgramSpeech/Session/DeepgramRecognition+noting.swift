// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Deepgram
import Logging
import TelephonyAudio

extension DeepgramRecognition {
    /// Tells the operator: counted in a metric, and in the log as far as that has room.
    func note(_ note: RecognitionNote) {
        switch note {
        case .connected(let waiting):
            self.logger.debug("connected to Deepgram", metadata: self.facts(["audio.waiting": "\(waiting)"]))
        case .disconnected(let error):
            // Of the attempts of one outage the first is told, so that an outage of all calls does not fill the log.
            guard self.machine.failures <= 1 || self.machine.isOver else { return }
            self.say(self.machine.isOver ? .error : .warning, "no connection to Deepgram", ["error": "\(error)"])
        case .recovered(let time):
            self.say(.notice, "Deepgram is back", ["after": "\(time)"])
        case .ignored(let reason):
            DeepgramMetrics.ignored(reason).increment()
            self.logger.debug("message from Deepgram ignored", metadata: ["reason": "\(reason)"])
        case .lost(let length):
            self.desk.lost(length)
            self.say(.warning, "audio lost: Deepgram was away for longer than it is kept", ["audio.lost": "\(length)"])
        case .said(let code, let description):
            self.say(.warning, "Deepgram says", ["code": "\(code ?? "")", "description": "\(description ?? "")"])
        }
    }

    private func say(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata) {
        guard let unsaid = self.desk.mayLog() else { return }
        var metadata = self.facts(metadata)
        if unsaid > 0 { metadata["log.suppressed"] = "\(unsaid)" }
        self.logger.log(level: level, message, metadata: metadata)
    }

    private func facts(_ metadata: Logger.Metadata) -> Logger.Metadata {
        guard let request = self.link?.requestID else { return metadata }
        return metadata.merging(["deepgram.request": "\(request)"]) { first, _ in first }
    }
}
