// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import CallCore

struct OrderBookTests {
    private let order = CallOrder(to: "+12025550143")
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func book(capacity: Int = 3) -> OrderBook {
        OrderBook(capacity: capacity, lifetime: .seconds(60), patience: .seconds(10))
    }

    private func begin(
        _ name: String,
        _ book: inout OrderBook,
        order: CallOrder? = nil,
        after: TimeAmount = .zero
    ) -> OrderBook.Verdict {
        book.begin(name, order ?? self.order, now: self.start + after, waiter: Waiter())
    }

    @Test func carriesAnOrderOutOnce() {
        var book = self.book()
        #expect(self.begin("a", &book) == .dial)
        #expect(self.begin("a", &book) == .wait)
        #expect(book.succeeded("a", CallID("CA1")).count == 1)
        #expect(self.begin("a", &book) == .done(CallID("CA1")))
        #expect(self.begin("a", &book, order: CallOrder(to: "+12025550199")) == .differs)
        #expect(self.begin("b", &book) == .dial)
    }

    @Test func letsWhatFailedBeTriedAgain() {
        var book = self.book()
        _ = self.begin("a", &book)
        _ = self.begin("a", &book)
        #expect(book.failed("a").count == 1)
        #expect(self.begin("a", &book) == .dial)
    }

    @Test func doesNotTryAgainWhatItDoesNotKnow() {
        var book = self.book()
        _ = self.begin("a", &book)
        #expect(book.becameUnknown("a").call == nil)
        #expect(self.begin("a", &book) == .unknown)
        book.seen("a", as: CallID("CA1"))
        #expect(self.begin("a", &book) == .done(CallID("CA1")))
    }

    @Test func believesAWebhookThatWasFasterThanTheCarrier() {
        var book = self.book()
        _ = self.begin("a", &book)
        book.seen("a", as: CallID("CA1"))
        #expect(self.begin("a", &book) == .wait)
        let outcome = book.becameUnknown("a")
        #expect(outcome.call == CallID("CA1") && outcome.waiters.count == 1)
        #expect(self.begin("a", &book) == .done(CallID("CA1")))
    }

    @Test func isBoundedAndForgetsTheOldestThatIsSettled() {
        var book = self.book()
        for name in ["a", "b", "c"] { _ = self.begin(name, &book) }
        #expect(self.begin("d", &book) == .full)
        _ = book.succeeded("b", CallID("CA2"))
        #expect(self.begin("d", &book) == .dial)
        #expect(book.count == 3)
        #expect(book.plan(of: "b") == nil)
        // What is not known is not forgotten for room: the order would be dialled twice.
        _ = book.becameUnknown("a")
        #expect(self.begin("e", &book) == .full)
    }

    @Test func forgetsWhatIsOld() {
        var book = self.book()
        _ = self.begin("a", &book)
        _ = book.succeeded("a", CallID("CA1"))
        #expect(self.begin("a", &book, after: .seconds(59)) == .done(CallID("CA1")))
        #expect(self.begin("a", &book, after: .seconds(60)) == .dial)
    }

    @Test func countsCallsThatAreOnTheirWay() {
        var book = self.book()
        for name in ["a", "b"] { _ = self.begin(name, &book) }
        _ = book.succeeded("a", CallID("CA1"))
        #expect(book.underway(self.start) == 2)
        book.arrived(CallID("CA1"))
        #expect(book.underway(self.start) == 1)
        #expect(book.underway(self.start + .seconds(10)) == 0)
        book.arrived(CallID("CA9"))
    }
}
