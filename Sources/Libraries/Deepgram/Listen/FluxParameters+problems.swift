// SPDX-License-Identifier: Apache-2.0

extension FluxParameters {
    /// Everything that Deepgram would refuse or could not honour, each with its mend; empty when all is well.
    public func problems() -> [String] {
        self.modelProblems() + self.turnProblems() + ParameterRules.keyterms(self.keyterms)
            + ParameterRules.tags(self.tags) + self.redactProblems()
    }

    /// Fails with ``DeepgramError/Code/invalidParameters`` and all of ``problems()``.
    public func validate() throws(DeepgramError) {
        try ParameterRules.refuse(self.problems())
    }

    private func modelProblems() -> [String] {
        var problems = ParameterRules.blank([self.model], "model", mend: "write flux-general-en")
        if !self.model.trimmed.isEmpty && !self.model.hasPrefix("flux-") {
            problems.append("model=\(self.model) belongs to /v1/listen: use Nova's parameters for it.")
        }
        for hint in self.languageHints {
            problems += ParameterRules.language(hint, "language_hint", allowsMulti: false)
        }
        if !self.languageHints.isEmpty && self.model == "flux-general-en" {
            problems.append("language_hint wants model=flux-general-multi: use that, or leave the hints out.")
        }
        return problems
    }

    private func turnProblems() -> [String] {
        var problems: [String] = []
        if let threshold = self.endOfTurnThreshold, !(0.5...0.9).contains(threshold), threshold != 1 {
            problems.append("eot_threshold=\(threshold) is not between 0.5 and 0.9, nor 1: write 0.7.")
        }
        if let eager = self.eagerEndOfTurnThreshold {
            let threshold = self.endOfTurnThreshold ?? 0.7
            if !(0.3...0.9).contains(eager) {
                problems.append("eager_eot_threshold=\(eager) is not between 0.3 and 0.9: write 0.5, or leave it out.")
            }
            if eager > threshold {
                problems.append(
                    "eager_eot_threshold=\(eager) is above eot_threshold=\(threshold): lower it, or raise the other."
                )
            }
        }
        if let timeout = self.endOfTurnTimeout, !(500...60_000).contains(timeout) {
            problems.append("eot_timeout_ms=\(timeout) is not between 500 and 60000: write 5000.")
        }
        return problems
    }

    private func redactProblems() -> [String] {
        self.redact.filter { $0 != "numbers" && $0 != "aggressive_numbers" }
            .map { "Flux cannot redact \"\($0)\": write numbers or aggressive_numbers." }
    }
}

extension ListenParameters {
    /// Everything that Deepgram would refuse or could not honour, each with its mend; empty when all is well.
    public func problems() -> [String] {
        switch self {
        case .nova(let parameters): parameters.problems()
        case .flux(let parameters): parameters.problems()
        }
    }

    /// Fails with ``DeepgramError/Code/invalidParameters`` and all of ``problems()``.
    public func validate() throws(DeepgramError) {
        try ParameterRules.refuse(self.problems())
    }
}
