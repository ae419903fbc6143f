// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Testing
import Twilio

@testable import GatewayHTTP

struct AnswerCacheTests {
    private let document = Response { Hangup() }.document

    private func key(_ token: String, route: String = "r") -> AnswerCache.Key {
        AnswerCache.Key(token: token, route: route, call: CallID("CA1"))
    }

    @Test func forgetsAfterItsLifetime() {
        let cache = AnswerCache(lifetime: .seconds(60), capacity: 10)
        cache.keep(self.document, for: self.key("a"), now: .uptimeNanoseconds(0))
        #expect(cache.answer(to: self.key("a"), now: .uptimeNanoseconds(59_999_999_999)) == self.document)
        #expect(cache.answer(to: self.key("a"), now: .uptimeNanoseconds(60_000_000_000)) == nil)
    }

    @Test func forgetsTheOldestBeyondItsCapacity() {
        let cache = AnswerCache(lifetime: .seconds(60), capacity: 2)
        for token in ["a", "b", "a", "c"] {
            cache.keep(self.document, for: self.key(token), now: .uptimeNanoseconds(0))
        }
        #expect(cache.answer(to: self.key("b"), now: .uptimeNanoseconds(1)) == nil)
        #expect(cache.answer(to: self.key("a"), now: .uptimeNanoseconds(1)) != nil)
        #expect(cache.answer(to: self.key("c"), now: .uptimeNanoseconds(1)) != nil)
    }

    @Test func tellsRoutesApart() {
        let cache = AnswerCache(lifetime: .seconds(60), capacity: 2)
        cache.keep(self.document, for: self.key("a"), now: .uptimeNanoseconds(0))
        #expect(cache.answer(to: self.key("a", route: "other"), now: .uptimeNanoseconds(1)) == nil)
    }

    @Test func namesEventsByWhatTheyAre() {
        let name = EventID(naming: "status", "CA1", "completed", "2").rawValue
        #expect(name == EventID(naming: "status", "CA1", "completed", "2").rawValue)
        #expect(name != EventID(naming: "status", "CA1", "completed2", "").rawValue)
        #expect(name.utf8.count == 36)
        #expect(Array(name)[14] == "8")
    }
}
