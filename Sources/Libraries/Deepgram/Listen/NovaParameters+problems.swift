// SPDX-License-Identifier: Apache-2.0

extension NovaParameters {
    /// Everything that Deepgram would refuse or could not honour, each with its mend; empty when all is well.
    public func problems() -> [String] {
        self.modelProblems() + self.languageProblems() + self.timeProblems() + self.vocabularyProblems()
            + self.formatProblems() + self.labelProblems()
    }

    /// Fails with ``DeepgramError/Code/invalidParameters`` and all of ``problems()``.
    public func validate() throws(DeepgramError) {
        try ParameterRules.refuse(self.problems())
    }

    private var isNova3: Bool { self.model == "nova-3" || self.model.hasPrefix("nova-3-") }
    private var isEnglish: Bool { self.language == "en" || self.language.hasPrefix("en-") }

    private func modelProblems() -> [String] {
        var problems = ParameterRules.blank([self.model], "model", mend: "write nova-3")
        if self.model.hasPrefix("flux") {
            problems.append("model=\(self.model) belongs to /v2/listen: use Flux's parameters for it.")
        }
        if self.model == "nova-3-phonecall" {
            problems.append("model=nova-3-phonecall does not exist: use nova-3, or nova-2-phonecall for English.")
        }
        if self.model == "nova-2-phonecall" && !["en", "en-US"].contains(self.language) {
            problems.append("model=nova-2-phonecall knows English only: set language=en-US, or use nova-3.")
        }
        if let version = self.version {
            problems += ParameterRules.blank([version], "version", mend: "leave it out for the latest")
        }
        return problems
    }

    private func languageProblems() -> [String] {
        var problems = ParameterRules.language(self.language, "language", allowsMulti: true)
        for hint in self.languageHints {
            problems += ParameterRules.language(hint, "language_hint", allowsMulti: false)
        }
        if !self.languageHints.isEmpty && !(self.isNova3 && self.language == "multi") {
            problems.append("language_hint wants a Nova-3 model and language=multi: set both, or leave the hints out.")
        }
        return problems
    }

    private func timeProblems() -> [String] {
        var problems: [String] = []
        if let endpointing = self.endpointing, endpointing < 0 {
            problems.append("endpointing=\(endpointing) is no time: write milliseconds such as 300, or turn it off.")
        }
        guard let utteranceEnd = self.utteranceEnd else { return problems }
        if !(1_000...5_000).contains(utteranceEnd) {
            problems.append(
                "utterance_end_ms=\(utteranceEnd) is not between 1000 and 5000: guesses come once a second; write 1000."
            )
        }
        if !self.interimResults {
            problems.append("utterance_end_ms wants interim_results: turn those on, or leave utterance_end_ms out.")
        }
        return problems
    }

    private func vocabularyProblems() -> [String] {
        var problems = ParameterRules.keyterms(self.keyterms)
        if self.isNova3 && !self.keywords.isEmpty {
            problems.append("keywords are not for \(self.model): give them as keyterms, without boosts.")
        }
        if !self.isNova3 && !self.keyterms.isEmpty {
            problems.append("keyterms are for Nova-3 only: give them as keywords, or use model=nova-3.")
        }
        if self.keywords.count > 100 {
            problems.append("\(self.keywords.count) keywords are more than 100: keep the likeliest.")
        }
        problems += ParameterRules.blank(self.keywords, "keywords", mend: "leave it out")
        for keyword in self.keywords {
            guard let colon = keyword.lastIndex(of: ":") else { continue }
            if colon == keyword.startIndex || Double(keyword[keyword.index(after: colon)...]) == nil {
                problems.append("The keyword \"\(keyword)\" is not of the form word or word:boost with a number.")
            }
        }
        return problems
    }

    private func formatProblems() -> [String] {
        var problems = ParameterRules.blank(self.redact, "redact", mend: "write pci, numbers or ssn")
        if self.dictation && !self.punctuate {
            problems.append("dictation wants punctuate: turn it on, or dictation off.")
        }
        if self.dictation && !self.isEnglish {
            problems.append("dictation knows English only: turn it off for language=\(self.language).")
        }
        if let diarizeModel = self.diarizeModel, diarizeModel != "latest" && diarizeModel != "v1" {
            problems.append("diarize_model=\(diarizeModel) cannot be used live: write latest or v1.")
        }
        return problems
    }

    private func labelProblems() -> [String] {
        var problems =
            ParameterRules.tags(self.tags) + ParameterRules.blank(self.search, "search", mend: "leave it out")
        for pair in self.replace where !ParameterRules.isPair(pair) {
            problems.append("replace=\(pair) is not of the form this:that.")
        }
        for pair in self.extra {
            if !ParameterRules.isPair(pair) {
                problems.append("extra=\(pair.prefix(40)) is not of the form key:value.")
            }
            if pair.count > 2_048 { problems.append("An extra is longer than 2048 characters: shorten it.") }
        }
        return problems
    }
}
