// SPDX-License-Identifier: Apache-2.0

import Deepgram
import DeepgramSpeech

extension DeepgramAccess {
    /// What the recogniser is told of the settings.
    var recognition: DeepgramRecogniser.Configuration {
        var recognition = DeepgramRecogniser.Configuration(model: self.model)
        recognition.language = self.language
        switch recognition.parameters {
        case .nova(var parameters):
            parameters.smartFormat = self.formatsSmartly
            parameters.redact = self.redact
            parameters.optsOutOfTraining = self.optsOutOfTraining
            recognition.parameters = .nova(parameters)
        case .flux(var parameters):
            parameters.redact = self.redact
            parameters.optsOutOfTraining = self.optsOutOfTraining
            recognition.parameters = .flux(parameters)
        }
        // Nova: 60 ms cost no more CPU than 100, and 20 ms a third more. Flux wants 80.
        let suitable = Duration.milliseconds(self.model.hasPrefix("flux") ? 80 : 60)
        recognition.policy.batchFrames = Int((self.batch ?? suitable) / .milliseconds(20))
        recognition.policy.ring = self.ring
        recognition.policy.outageBudget = self.outage
        recognition.policy.firstResult = self.firstResult
        recognition.policy.serverSilence = self.silence
        recognition.policy.replayPace = self.replayPace
        recognition.policy.reusesConnections = self.reusesConnections
        return recognition
    }
}
