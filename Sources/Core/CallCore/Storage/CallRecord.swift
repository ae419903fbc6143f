// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What is known of a call: the fold over its events.
public struct CallRecord: Sendable, Hashable, Codable, Identifiable {
    /// What was known at its start.
    public var info: CallInfo
    /// The carrier's latest word; a terminal one is sticky.
    public var status: CallStatus
    /// How the conversation ended; `nil` while it goes on.
    public var termination: CallTermination?
    /// What comes after the stream, once that is decided.
    public var next: NextStep?
    /// How many streams of ours the call has had: conversations, not those that were only listened to.
    public var streams: Int
    /// When the last stream ended or the carrier reported the end.
    public var endedAt: Date?
    /// The carrier's duration, in seconds.
    public var duration: Int?
    /// How many lines the transcript has.
    public var lines: Int
    /// Audio that was never recognised, in seconds.
    public var audioLostSeconds: Double
    /// A message the caller left.
    public var voicemailURL: String?
    /// Who took an outbound call, if that was asked for.
    public var answeredBy: AnsweredBy?
    /// How the last attempt to connect the caller ended, in the carrier's words.
    public var transferStatus: String?
    /// How long the caller was connected, by the carrier's figure, in seconds.
    public var transferSeconds: Int?
    /// What was recorded, the latest word on each; at most ``maximumRecordings``.
    public var recordings: [RecordingReport]

    /// The call's name.
    public var id: CallID { self.info.id }

    /// Recordings that a record keeps.
    public static let maximumRecordings = 32

    /// Whether a stream has begun and nobody has told of its end.
    public var isStreaming: Bool { self.streams > 0 && self.termination == nil }

    /// Creates the record of a call that has just been received.
    public init(info: CallInfo) {
        self.info = info
        self.status = .ringing
        self.streams = 0
        self.lines = 0
        self.audioLostSeconds = 0
        self.recordings = []
    }

    /// Takes one more event into account. Events are applied in the order of their sequence.
    public mutating func apply(_ event: CallEvent) {
        switch event.kind {
        case .received, .turn, .digit, .streamReported, .gathered, .fellBack, .commanded:
            break
        case .legReported(let report):
            // Comes even when the caller hangs up first, and nobody asks what comes after the transfer.
            if report.status == .completed { self.transferSeconds = report.seconds ?? self.transferSeconds }
        case .streamStarted(_, _, _, _, let purpose):
            self.streamStarted(for: purpose)
        case .spoken:
            self.lines += 1
        case .audioLost(let lost, _):
            self.audioLostSeconds += lost / .seconds(1)
        case .nextDecided(let step):
            self.next = step
        case .streamEnded(let termination, let purpose):
            self.streamEnded(termination, of: purpose, at: event.time)
        case .transferEnded(let status, _, let seconds):
            self.next = .hangUp
            self.transferStatus = status
            self.transferSeconds = seconds ?? self.transferSeconds
        case .voicemail(let url, _):
            self.voicemailURL = url
            self.next = .hangUp
        case .answeredBy(let who, _):
            self.answeredBy = who
        case .recorded(let report):
            self.apply(report)
        case .status(let status, let duration, _):
            self.apply(status, duration: duration, at: event.time)
        }
    }

    /// The carrier was told to end the call: whatever a stream that was open, or on its way, made of that.
    private var isBrokenOff: Bool {
        self.termination == .operatorHungUp || self.termination == .machineAnswered
    }

    /// People whom we only listen to talk on, whatever becomes of the stream: it changes nothing about what comes next.
    private mutating func streamStarted(for purpose: StreamPurpose) {
        if purpose != .listening {
            self.streams += 1
            if !self.isBrokenOff {
                self.termination = nil
                self.next = nil
            }
        }
        if !self.status.isTerminal {
            self.status = .inProgress
            self.endedAt = nil
        }
    }

    private mutating func streamEnded(_ termination: CallTermination, of purpose: StreamPurpose, at time: Date) {
        if termination.isAfterthought { return self.wasForgotten(termination, at: time) }
        if self.isBrokenOff || self.isOfAnOlderStream(termination, purpose) { return }
        // How our own conversation ended tells more of a call than how the listening did.
        if purpose != .listening || self.termination == nil { self.termination = termination }
        if self.endedAt == nil || !self.status.isTerminal { self.endedAt = time }
    }

    /// An afterthought never takes the place of how a conversation really ended, even if that is told later still.
    private mutating func wasForgotten(_ termination: CallTermination, at time: Date) {
        let wasToGoOn =
            switch self.next {
            case .resume?, .hold?, .gather?: true
            case .hangUp?, .transfer?, .voicemail?, nil: false
            }
        guard wasToGoOn || self.termination.map({ $0.result == .moved }) ?? true else { return }
        self.termination = termination
        self.endedAt = self.endedAt ?? time
    }

    /// A stream decides what comes next before it ends, and the last words of an older one may come when a newer one has
    /// begun.
    private func isOfAnOlderStream(_ termination: CallTermination, _ purpose: StreamPurpose) -> Bool {
        if termination == .replaced { return true }
        let isTaken = self.streams > 0 && self.next == nil
        return isTaken && (termination != .neverStreamed || purpose == .listening)
    }

    /// The reports of a recording come twice and out of order: what is over stays over.
    private mutating func apply(_ report: RecordingReport) {
        guard let index = self.recordings.firstIndex(where: { $0.recording == report.recording }) else {
            if self.recordings.count < Self.maximumRecordings { self.recordings.append(report) }
            return
        }
        if report.status != "in-progress" || self.recordings[index].status == "in-progress" {
            self.recordings[index] = report
        }
    }

    /// A terminal status is sticky: callbacks arrive twice and out of order (Twilio, "Call resource").
    private mutating func apply(_ status: CallStatus, duration: Int?, at time: Date) {
        guard status.progress >= self.status.progress, !self.status.isTerminal else { return }
        self.status = status
        if status.isTerminal {
            self.duration = duration
            self.endedAt = time
        }
    }
}
