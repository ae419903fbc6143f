// SPDX-License-Identifier: Apache-2.0

package import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A row of `switchboard_calls` as the functions take and give it: the fold of a call, in columns.
package struct StoredCallRow: Codable, Sendable {
    package var id: String
    package var account: String
    package var direction: String
    package var from: String
    package var to: String
    package var receivedAt: Int64
    package var plan: StoredPlan?
    package var order: String?
    package var status: String
    package var isActive: Bool
    package var result: String?
    package var reason: String?
    package var next: String?
    package var nextAddress: String?
    package var nextWhisper: String?
    package var streams: Int
    package var endedAt: Int64?
    package var duration: Int?
    package var lines: Int
    package var audioLost: Double
    package var voicemailURL: String?
    package var answeredBy: String?
    package var transferStatus: String?
    package var transferSeconds: Int?
    package var recordings: [StoredRecording]?
    package var events: Int
    package var latestAt: Int64

    enum CodingKeys: String, CodingKey {
        case id, account, direction
        case from = "from_address"
        case to = "to_address"
        case receivedAt = "received_at"
        case plan
        case order = "order_name"
        case status
        case isActive = "is_active"
        case result, reason
        case next = "next_step"
        case nextAddress = "next_address"
        case nextWhisper = "next_whisper"
        case streams
        case endedAt = "ended_at"
        case duration, lines
        case audioLost = "audio_lost_seconds"
        case voicemailURL = "voicemail_url"
        case answeredBy = "answered_by"
        case transferStatus = "transfer_status"
        case transferSeconds = "transfer_seconds"
        case recordings, events
        case latestAt = "latest_at"
    }

    package init(_ fold: CallFold) {
        let record = fold.record
        self.id = record.info.id.rawValue
        self.account = record.info.account
        self.direction = record.info.direction.rawValue
        self.from = record.info.from
        self.to = record.info.to
        self.receivedAt = record.info.receivedAt.microseconds
        self.plan = record.info.plan.map(StoredPlan.init)
        self.order = record.info.plan?.order
        self.status = record.status.rawValue
        self.isActive = record.isActive
        self.result = record.termination?.result.rawValue
        self.reason = record.termination?.reason
        let step = record.next?.columns
        (self.next, self.nextAddress, self.nextWhisper) = (step?.step, step?.address, step?.whisper)
        self.streams = record.streams
        self.endedAt = record.endedAt?.microseconds
        self.duration = record.duration
        self.lines = record.lines
        self.audioLost = record.audioLostSeconds.storedNumber
        self.voicemailURL = record.voicemailURL
        self.answeredBy = record.answeredBy?.rawValue
        self.transferStatus = record.transferStatus
        self.transferSeconds = record.transferSeconds
        self.recordings = record.recordings.isEmpty ? nil : record.recordings.map(StoredRecording.init)
        self.events = fold.events
        self.latestAt = fold.latest
    }

    /// The fold again. Throws ``CallCore/StoreError`` `.unreadable` for values of a later version.
    package func fold() throws -> CallFold {
        guard let direction = CallDirection(rawValue: self.direction), let status = CallStatus(rawValue: self.status),
            let termination = self.termination, let next = self.nextStep, let answeredBy = self.whoAnswered
        else { throw StoreError(.unreadable, "the call \(self.id) holds a value this version does not know") }
        var record = CallRecord(
            info: CallInfo(
                id: CallID(self.id),
                account: self.account,
                direction: direction,
                from: self.from,
                to: self.to,
                receivedAt: Date(microseconds: self.receivedAt),
                plan: self.plan?.plan
            )
        )
        record.status = status
        record.termination = termination.value
        record.next = next.value
        record.streams = self.streams
        record.endedAt = self.endedAt.map(Date.init(microseconds:))
        record.duration = self.duration
        record.lines = self.lines
        record.audioLostSeconds = self.audioLost
        record.voicemailURL = self.voicemailURL
        record.answeredBy = answeredBy.value
        record.transferStatus = self.transferStatus
        record.transferSeconds = self.transferSeconds
        record.recordings = (self.recordings ?? []).map(\.report)
        return CallFold(record: record, events: self.events, latest: self.latestAt)
    }

    /// A column that may be empty, once it is understood; not understood is `nil`.
    private struct Understood<Value> {
        var value: Value?
    }

    private var termination: Understood<CallTermination>? {
        guard let result else { return Understood(value: nil) }
        return CallTermination.stored(result: result, reason: self.reason).map { Understood(value: $0) }
    }

    private var nextStep: Understood<NextStep>? {
        guard let next else { return Understood(value: nil) }
        return NextStep(step: next, address: self.nextAddress, whisper: self.nextWhisper).map { Understood(value: $0) }
    }

    private var whoAnswered: Understood<AnsweredBy>? {
        guard let answeredBy else { return Understood(value: nil) }
        return AnsweredBy(rawValue: answeredBy).map { Understood(value: $0) }
    }
}
