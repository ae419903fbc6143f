// SPDX-License-Identifier: Apache-2.0

extension ListenFields {
    /// What the fields make together, now that the type is known.
    func message() throws(JSONFault) -> ListenMessage {
        guard let type = self.type else { throw .noType }
        if self.scanner.spells(type, "Results") { return .results(try self.results()) }
        if self.scanner.spells(type, "TurnInfo") { return .turn(try self.fluxTurn()) }
        if self.scanner.spells(type, "SpeechStarted") {
            return .speechStarted(channel: self.channel?.index ?? 0, at: try self.need(self.timestamp, "timestamp"))
        }
        if self.scanner.spells(type, "UtteranceEnd") {
            let end = try self.need(self.lastWordEnd, "last_word_end")
            return .utteranceEnd(channel: self.channel?.index ?? 0, lastWordEnd: end)
        }
        if self.scanner.spells(type, "Metadata") { return .metadata(self.metadata) }
        return self.rareMessage(type)
    }

    private func rareMessage(_ type: JSONScanner.Text) -> ListenMessage {
        // v1 calls the kind of an error its variant and its code deprecated; v2 has only the code.
        let code = self.string(self.code) ?? self.string(self.variant)
        let description = self.string(self.description)
        switch self.scanner.string(type) {
        case "Connected": return .connected(requestID: self.string(self.requestID))
        case "ConfigureSuccess": return .configured(requestID: self.string(self.requestID))
        case "ConfigureFailure": return .configureFailed(code: code, description: description)
        case "Warning": return .warning(code: code, description: description)
        case "Error": return .error(code: code, description: description)
        case let type: return .unknown(type: String(type.prefix(64)))
        }
    }

    private func results() throws(JSONFault) -> ListenResults {
        guard let channel = self.channelIndex else { throw .missing("channel_index") }
        return ListenResults(
            channel: channel.index,
            channels: channel.count,
            start: try self.need(self.start, "start"),
            duration: try self.need(self.duration, "duration"),
            isFinal: self.isFinal ?? false,
            speechFinal: self.speechFinal ?? false,
            fromFinalize: self.fromFinalize ?? false,
            transcript: self.string(self.best.transcript) ?? "",
            confidence: self.best.confidence ?? 0,
            words: self.best.words,
            requestID: self.string(self.metadataRequestID)
        )
    }

    private var metadata: ListenMetadata {
        ListenMetadata(
            requestID: self.string(self.requestID),
            duration: self.duration ?? 0,
            channels: self.channels ?? 0,
            sha256: self.string(self.sha256)
        )
    }

    private func fluxTurn() throws(JSONFault) -> FluxTurn {
        guard let event = self.event else { throw .missing("event") }
        return FluxTurn(
            event: self.fluxEvent(event),
            index: self.turnIndex ?? -1,
            sequence: self.sequence ?? -1,
            start: try self.need(self.windowStart, "audio_window_start"),
            end: try self.need(self.windowEnd, "audio_window_end"),
            transcript: self.string(self.turn.transcript) ?? "",
            words: self.turn.words,
            endOfTurnConfidence: self.endOfTurnConfidence ?? 0,
            trigger: self.string(self.trigger)
        )
    }

    private func fluxEvent(_ text: JSONScanner.Text) -> FluxTurn.Event {
        switch self.scanner.string(text) {
        case "Update": .update
        case "StartOfTurn": .startOfTurn
        case "EagerEndOfTurn": .eagerEndOfTurn
        case "TurnResumed": .turnResumed
        case "EndOfTurn": .endOfTurn
        case let other: .other(other)
        }
    }

    private func need(_ number: Double?, _ name: StaticString) throws(JSONFault) -> Double {
        guard let number else { throw .missing(name) }
        return number
    }

    private func string(_ text: JSONScanner.Text?) -> String? {
        text.map { self.scanner.string($0) }
    }
}
