// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import Deepgram

extension DeepgramRecogniser {
    /// How calls are recognised.
    public struct Configuration: Sendable {
        /// The parameters of every connection. A call adds its key terms, and with Nova its language and the silence that ends
        /// a turn.
        public var parameters: ListenParameters
        /// The language of all calls; `nil` takes the call's.
        public var language: String?
        /// The silence that ``DeepgramRecogniser/prepare(_:)`` expects calls to ask for; connections are kept ready for it.
        public var endOfTurnSilence = Duration.milliseconds(700)
        /// The limits of Nova's `endpointing`, within which a call's end-of-turn silence is kept.
        public var endpointing: ClosedRange<Duration> = .milliseconds(10)...Duration.seconds(5)
        /// Key terms that are asked for at most; Deepgram advises 100.
        public var keytermLimit = 100
        /// Tokens of all key terms together; Deepgram refuses more than 500. They are estimated, on the safe side.
        public var keytermTokens = 400
        /// Time, failures and bounds.
        public var policy = RecognitionPolicy()
        /// How pieces become utterances (Nova). A piece that is missing is waited for; then the connection is given up, and the
        /// audio is heard again.
        public var utterances = UtteranceRules(reorderWait: .seconds(2))
        /// A call whose results are further behind makes the engine's state lagging.
        public var lagLimit = Duration.seconds(5)

        /// A configuration for a model: `flux…` asks `/v2/listen`, everything else `/v1/listen`.
        public init(model: String = "nova-3") {
            self.parameters =
                model.hasPrefix("flux")
                ? .flux(FluxParameters(model: model)) : .nova(NovaParameters(model: model))
        }

        /// What makes no sense, each with the mend; empty when all is well.
        public func problems() -> [String] {
            var problems = self.policy.problems()
            if self.endpointing.lowerBound < .zero || self.endpointing.upperBound > .seconds(60) {
                problems.append("Endpointing lies between 0 and 60 s, not \(self.endpointing).")
            }
            if self.keytermLimit < 0 || self.keytermTokens < 0 || self.keytermTokens > 500 {
                problems.append("Key terms have at most 500 tokens together.")
            }
            return problems
        }

        /// What a call's connections are asked for.
        public func parameters(for request: RecognitionRequest) -> ListenParameters {
            let chooser = KeytermChooser(limit: self.keytermLimit, tokens: self.keytermTokens)
            switch self.parameters {
            case .nova(var nova):
                nova.language = self.language ?? request.language
                let silence = min(
                    max(request.endOfTurnSilence, self.endpointing.lowerBound),
                    self.endpointing.upperBound
                )
                nova.endpointing = Int(silence / .milliseconds(1))
                // Older models refuse key terms.
                if nova.model.hasPrefix("nova-3") { nova.keyterms = chooser.keyterms(nova.keyterms, request.hints) }
                return .nova(nova)
            case .flux(var flux):
                flux.keyterms = chooser.keyterms(flux.keyterms, request.hints)
                return .flux(flux)
            }
        }
    }
}
