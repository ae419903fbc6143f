// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@testable import GatewayHTTP

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct NextDecisionTests {
    private func record(next: NextStep?, streams: Int = 1) -> CallRecord {
        var record = CallRecord(
            info: CallInfo(
                id: CallID("CA1"),
                account: "AC1",
                direction: .inbound,
                from: "",
                to: "",
                receivedAt: .init(timeIntervalSince1970: 0)
            )
        )
        record.next = next
        record.streams = streams
        return record
    }

    private func decide(
        remembered: NextStep? = nil,
        record: CallRecord? = nil,
        isStoreCurrent: Bool = true,
        resumes: Int = 0
    ) -> NextDecision.Step {
        NextDecision(
            remembered: remembered,
            record: record,
            isStoreCurrent: isStoreCurrent,
            resumes: resumes,
            limit: 5,
            overflow: .voicemail
        ).step
    }

    @Test func resumesWhatNobodyDecided() {
        #expect(self.decide() == .goOn(.resume))
        #expect(self.decide(record: self.record(next: nil)) == .goOn(.resume))
    }

    @Test func believesTheStoreWhileItKeepsUp() {
        let record = self.record(next: .hangUp)
        #expect(self.decide(remembered: .resume, record: record) == .goOn(.hangUp))
        #expect(self.decide(remembered: .voicemail, record: record, isStoreCurrent: false) == .goOn(.voicemail))
        #expect(self.decide(remembered: .voicemail, record: self.record(next: nil)) == .goOn(.voicemail))
        #expect(self.decide(record: record, isStoreCurrent: false) == .goOn(.hangUp))
    }

    @Test func givesUpAfterTheLimit() {
        #expect(self.decide(resumes: 4) == .goOn(.resume))
        #expect(self.decide(resumes: 5) == .giveUp(.voicemail))
        #expect(self.decide(record: self.record(next: .resume, streams: 6)) == .giveUp(.voicemail))
        #expect(self.decide(record: self.record(next: .hangUp, streams: 6)) == .goOn(.hangUp))
    }

    @Test func doesNotDialNobody() {
        #expect(self.decide(remembered: .transfer(to: "")) == .giveUp(.voicemail))
    }
}
