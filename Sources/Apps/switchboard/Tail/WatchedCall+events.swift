// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension WatchedCall {
    /// Takes an event of the call into account.
    mutating func apply(_ event: CallEventDocument, at time: Date) {
        let data = event.data
        switch event.kind {
        case "received": self.received(data)
        case "stream_started":
            self.endedAt = nil
            self.state = data.purpose == "listening" ? .connected : data.resumed == true ? .listening : .greeting
        case "spoken": self.spoken(data)
        case "turn":
            let stages = [data.recognitionSeconds, data.responseSeconds, data.synthesisSeconds].compactMap(\.self)
            self.latency = stages.isEmpty ? self.latency : stages.reduce(0, +)
            if !self.state.isOver { self.state = .speaking }
        case "next_decided": self.decided(data.step)
        case "stream_ended": self.streamEnded(data, at: time)
        case "transfer_ended": self.end(data.status.map { "transfer \($0)" } ?? "transfer over", at: time)
        case "voicemail": self.end("voicemail left", at: time)
        case "status": self.carrierSays(data.status, at: time)
        default: break
        }
    }

    private mutating func received(_ data: CallEventData) {
        self.isOutbound = data.direction == "outbound"
        self.party = (self.isOutbound ? data.to : data.from) ?? ""
        self.since = data.receivedAt.flatMap(Timestamp.date) ?? self.since
    }

    private mutating func spoken(_ data: CallEventData) {
        let isCaller = data.speaker == "caller"
        self.words = Words(isCaller: isCaller, text: data.text ?? "")
        guard !self.state.isOver, self.state != .connected, self.state != .transferring else { return }
        self.state = isCaller ? .thinking : .listening
    }

    private mutating func decided(_ step: String?) {
        guard !self.state.isOver else { return }
        switch step {
        case "transfer": self.state = .transferring
        case "hold": self.state = .held
        case "voicemail": self.state = .voicemail
        case "gather": self.state = .asking
        case "resume": self.state = .resuming
        default: break
        }
    }

    /// A stream may end before the call does: what was decided then goes on.
    private mutating func streamEnded(_ data: CallEventData, at time: Date) {
        let goesOn = [State.transferring, .held, .voicemail, .asking, .resuming, .connected].contains(self.state)
        guard !goesOn, data.result != "moved" else { return }
        self.end(data.reason ?? "unknown", at: time)
    }

    private mutating func carrierSays(_ status: String?, at time: Date) {
        guard let status, CallStatus(rawValue: status)?.isTerminal == true else { return }
        self.end(status, at: time)
    }

    /// The first reason says most.
    private mutating func end(_ reason: String, at time: Date) {
        guard !self.state.isOver else { return }
        self.state = .ended(reason.replacing("_", with: " "))
        self.endedAt = time
    }
}
