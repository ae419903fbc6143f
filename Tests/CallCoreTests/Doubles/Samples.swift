// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import NIOCore

extension CallInfo {
    static func sample(_ number: Int = 1, direction: CallDirection = .inbound) -> CallInfo {
        CallInfo(
            id: CallID("CA" + String(repeating: "0", count: 31) + String(number)),
            account: "AC1",
            direction: direction,
            from: "+12025550100",
            to: "+12025550199",
            receivedAt: Date(timeIntervalSince1970: 1_700_000_000)
        )
    }
}

extension Utterance {
    static func said(_ text: String, from start: Duration = .zero, confidence: Double = 0.9) -> Utterance {
        Utterance(text: text, start: start, end: start + .seconds(1), confidence: confidence)
    }
}

extension ByteBuffer {
    /// So much of an almost silent tone.
    static func tone(milliseconds: Int) -> ByteBuffer { ByteBuffer(repeating: 0x7f, count: milliseconds * 8) }
}
