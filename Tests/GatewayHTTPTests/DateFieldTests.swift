// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import GatewayHTTP

/// RFC 9110, section 5.6.7.
struct DateFieldTests {
    @Test(arguments: [
        (784_111_777.9, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (-0.5, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func isWrittenAsHTTPWantsIt(seconds: Double, text: String) {
        #expect(DateField(now: { Date(timeIntervalSince1970: seconds) }).text == text)
    }

    @Test func changesWithTheSecond() {
        let seconds = Mutex(784_111_777.2)
        let field = DateField { Date(timeIntervalSince1970: seconds.withLock(\.self)) }
        #expect(field.text.hasSuffix("08:49:37 GMT"))
        seconds.withLock { $0 += 0.7 }
        #expect(field.text.hasSuffix("08:49:37 GMT"))
        seconds.withLock { $0 += 0.2 }
        #expect(field.text.hasSuffix("08:49:38 GMT"))
    }
}
