// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

struct CallDiallerTests {
    private static let order = CallOrder(
        to: "+12025550143",
        plan: CallPlan(order: "reminder-17", greeting: "Your table is ready.")
    )

    private struct Bench {
        let stage = CallStage()
        let carrier = ScriptedCarrier()
        let dialler: CallDialler

        init(
            limit: Int = 200,
            pace: Duration? = nil,
            _ change: (inout CallDialler.Configuration) throws -> Void = { _ in }
        )
            throws
        {
            var configuration = CallDialler.Configuration()
            configuration.account = "AC1"
            configuration.callerNumbers = ["+12025550100", "+12025550101"]
            configuration.destinations = try DiallingRules(["+1", "-+1900", "client:", "sip:"])
            try change(&configuration)
            self.dialler = Self.dialler(self.stage, self.carrier, configuration, limit: limit, pace: pace)
        }

        static func dialler(
            _ stage: CallStage,
            _ carrier: ScriptedCarrier,
            _ configuration: CallDialler.Configuration,
            limit: Int = 200,
            pace: Duration? = nil
        ) -> CallDialler {
            var limits = CallSessionManager.Configuration()
            limits.maximumCalls = limit
            let dialogue = stage.manager.dialogue
            return CallDialler(
                carrier: carrier,
                manager: CallSessionManager(
                    dialogue: dialogue,
                    dialogues: ["bookings": dialogue],
                    recogniser: stage.ears,
                    synthesiser: stage.voice,
                    journal: stage.journal,
                    configuration: limits,
                    logger: .silent
                ),
                configuration: configuration,
                surroundings: CallDialler.Surroundings(
                    addresses: { name in
                        CallDialler.Addresses(
                            answer: "a?\(name)",
                            fallback: "f?\(name)",
                            status: "s?\(name)",
                            machine: "m"
                        )
                    },
                    receivedID: { EventID(rawValue: "received-\($0)") },
                    limit: { pace }
                ),
                logger: .silent
            )
        }
    }

    private func failure(_ bench: Bench, _ order: CallOrder) async -> DiallingError? {
        do throws(DiallingError) {
            _ = try await bench.dialler.dial(order)
            return nil
        } catch {
            return error
        }
    }

    private func dial(_ dialler: CallDialler, _ order: CallOrder = Self.order) async throws -> CallDialler.Dialled {
        try await dialler.dial(order)
    }

    // MARK: What the carrier is told

    @Test func tellsTheCarrierWhatWasOrdered() async throws {
        let bench = try Bench()
        var order = Self.order
        order.machineDetection = .async
        order.plan.onMachine = .leave(message: "Please call back.")
        order.timeLimit = .seconds(600)
        try await bench.stage.running { stage in
            _ = try await bench.dialler.dial(order)
        }
        let expected = OutboundCall(
            to: "+12025550143",
            from: "+12025550100",
            answerURL: "a?reminder-17",
            statusURL: "s?reminder-17",
            fallbackURL: "f?reminder-17",
            machineURL: "m",
            machineDetection: .async,
            ringLimit: .seconds(30),
            timeLimit: .seconds(600)
        )
        #expect(bench.carrier.dialled == [expected])
    }

    @Test func writesTheCallAndItsPlanDown() async throws {
        let bench = try Bench()
        bench.carrier.name(CallID("CA7"))
        try await bench.stage.running { stage in
            let dialled = try await bench.dialler.dial(Self.order)
            #expect(dialled == .init(call: CallID("CA7"), isRepeated: false))
            await stage.journal.flush()
            let record = try #require(await stage.store.call(CallID("CA7")))
            #expect(record.info.plan == Self.order.plan)
            #expect(record.info.direction == .outbound && record.info.from == "+12025550100")
            #expect(await stage.store.events(of: CallID("CA7")).first?.event.id.rawValue == "received-CA7")
        }
    }

    @Test func namesOrdersThatHaveNoName() async throws {
        let bench = try Bench()
        try await bench.stage.running { _ in
            for _ in 0..<2 { _ = try await bench.dialler.dial(CallOrder(to: "client:alice")) }
        }
        #expect(Set(bench.carrier.dialled.map(\.answerURL)).count == 2)
        #expect(bench.carrier.dialled.allSatisfy { $0.answerURL.hasPrefix("a?auto-") })
    }

    // MARK: What is refused

    private static let wrong: [(field: String, order: CallOrder)] = {
        func order(_ change: (inout CallOrder) -> Void) -> CallOrder {
            var order = CallOrder(to: "+12025550143")
            change(&order)
            return order
        }
        return [
            ("to", order { $0.to = "" }), ("to", order { $0.to = "2025550143" }), ("to", order { $0.to = "+0202555" }),
            ("to", order { $0.to = "conference:Room" }), ("to", order { $0.to = "queue:desk" }),
            ("to", order { $0.to = "+12025550143\n" }), ("to", order { $0.to = "sip:a b@example.com" }),
            ("greeting", order { $0.plan.greeting = "" }),
            ("greeting", order { $0.plan.greeting = String(repeating: "a", count: 1_001) }),
            ("dialogue", order { $0.plan.dialogue = "unheard of" }), ("sendDigits", order { $0.sendDigits = "" }),
            ("sendDigits", order { $0.sendDigits = "12x" }),
            ("sendDigits", order { $0.sendDigits = String(repeating: "1", count: 33) }),
            (
                "sendDigits",
                order {
                    $0.sendDigits = "1"
                    $0.machineDetection = .enable
                }
            ),
            ("onMachine", order { $0.plan.onMachine = .hangUp }),
            (
                "onMachine",
                order {
                    $0.plan.onMachine = .leave(message: "hello")
                    $0.machineDetection = .enable
                }
            ),
            (
                "onMachine",
                order {
                    $0.plan.onMachine = .leave(message: "")
                    $0.machineDetection = .async
                }
            ),
            ("ringSeconds", order { $0.ringLimit = .seconds(4) }),
            ("ringSeconds", order { $0.ringLimit = .seconds(601) }),
            ("timeLimitSeconds", order { $0.timeLimit = .milliseconds(10_500) }),
            ("idempotencyKey", order { $0.plan.order = "" }), ("idempotencyKey", order { $0.plan.order = "a b" }),
            ("idempotencyKey", order { $0.plan.order = String(repeating: "k", count: 129) }),
            ("idempotencyKey", order { $0.plan.order = "schlüssel" }),
        ]
    }()

    @Test func namesTheFieldThatMakesNoSense() async throws {
        let bench = try Bench()
        for (field, order) in Self.wrong {
            let error = await self.failure(bench, order)
            #expect(error?.code == .invalidOrder && error?.field == field, "\(field)")
            if field != "dialogue" { #expect(error?.message.contains("2025550143") == false) }
        }
        #expect(bench.carrier.deeds.isEmpty)
    }

    @Test func tellsWhichDialoguesThereAre() async throws {
        let bench = try Bench()
        let error = await self.failure(bench, CallOrder(to: "+12025550143", plan: CallPlan(dialogue: "x")))
        #expect(error?.message.contains("bookings") == true)
    }

    @Test(arguments: ["+441632960000", "+19005550143", "sips:desk@example.com"])
    func callsNobodyWhoIsNotAllowed(_ to: String) async throws {
        let bench = try Bench()
        let error = await self.failure(bench, CallOrder(to: to))
        #expect(error?.code == .notAllowed && error?.field == "to")
        #expect(bench.carrier.deeds.isEmpty)
    }

    @Test func callsNobodyByDefault() async throws {
        let bench = try Bench { $0.destinations = .nothing }
        #expect(await self.failure(bench, Self.order)?.code == .notAllowed)
    }

    @Test func showsOnlyOurOwnNumbers() async throws {
        let bench = try Bench()
        var order = Self.order
        order.from = "+12025550199"
        #expect(await self.failure(bench, order)?.field == "from")
        let poor = try Bench { $0.callerNumbers = [] }
        #expect(await self.failure(poor, Self.order)?.field == "from")
        order.from = "+12025550101"
        try await bench.stage.running { _ in _ = try await bench.dialler.dial(order) }
        #expect(bench.carrier.dialled.map(\.from) == ["+12025550101"])
    }

    @Test func makesNoCallsWhileItShutsDownIsFullOrWasAskedTooOften() async throws {
        let full = try Bench(limit: 0)
        try await full.stage.running { _ in #expect(await self.failure(full, Self.order)?.code == .full) }
        let fast = try Bench(pace: .seconds(7))
        try await fast.stage.running { _ in
            let error = await self.failure(fast, Self.order)
            #expect(error?.code == .rateLimited && error?.retryAfter == .seconds(7))
        }
        let old = try Bench()
        try await old.stage.running { _ in
            await old.dialler.manager.drain(within: .zero)
            #expect(await self.failure(old, Self.order)?.code == .draining)
        }
        #expect((full.carrier.deeds + fast.carrier.deeds + old.carrier.deeds).isEmpty)
    }

    @Test func countsCallsThatStillRing() async throws {
        let bench = try Bench(limit: 1)
        try await bench.stage.running { _ in
            let first = try await bench.dialler.dial(CallOrder(to: "+12025550143"))
            #expect(await self.failure(bench, CallOrder(to: "+12025550144"))?.code == .full)
            bench.dialler.arrived(first.call)
            _ = try await bench.dialler.dial(CallOrder(to: "+12025550144"))
        }
    }

    // MARK: Once

    @Test func dialsAnOrderThatComesTwiceOnce() async throws {
        let bench = try Bench()
        try await bench.stage.running { _ in
            let first = try await bench.dialler.dial(Self.order)
            let second = try await bench.dialler.dial(Self.order)
            #expect(second == .init(call: first.call, isRepeated: true))
            var other = Self.order
            other.plan.greeting = "Something else."
            let error = await self.failure(bench, other)
            #expect(error?.code == .differentOrder && error?.field == "idempotencyKey")
        }
        #expect(bench.carrier.deeds.count == 1)
    }

    @Test func dialsAnOrderThatComesManyTimesAtOnceOnce() async throws {
        let bench = try Bench()
        bench.carrier.hold()
        try await bench.stage.running { stage in
            try await withThrowingTaskGroup(of: CallDialler.Dialled.self) { group in
                for _ in 0..<20 { group.addTask { try await self.dial(bench.dialler) } }
                await stage.until { bench.carrier.deeds.count == 1 }
                bench.carrier.release()
                var dialled: [CallDialler.Dialled] = []
                for try await one in group { dialled.append(one) }
                #expect(Set(dialled.map(\.call)).count == 1)
                #expect(dialled.count { !$0.isRepeated } == 1)
            }
        }
        #expect(bench.carrier.deeds.count == 1)
    }

    @Test func triesAnOrderAgainThatTheCarrierDidNotTake() async throws {
        let bench = try Bench()
        try await bench.stage.running { _ in
            bench.carrier.fail(with: CarrierError(.unavailable, "away", retryAfter: .seconds(3)))
            let error = await self.failure(bench, Self.order)
            #expect(error?.carrier?.code == .unavailable && error?.retryAfter == .seconds(3))
            bench.carrier.fail(with: nil)
            let again = try await self.dial(bench.dialler)
            #expect(!again.isRepeated)
        }
        #expect(bench.carrier.deeds.count == 2)
    }

    @Test func doesNotDialAgainWhatItDoesNotKnow() async throws {
        let bench = try Bench()
        try await bench.stage.running { _ in
            bench.carrier.fail(with: CarrierError(.unknownOutcome, "lost"))
            #expect(await self.failure(bench, Self.order)?.carrier?.code == .unknownOutcome)
            bench.carrier.fail(with: nil)
            #expect(await self.failure(bench, Self.order)?.carrier?.code == .unknownOutcome)
            #expect(bench.dialler.plan(of: "reminder-17") == Self.order.plan)
            bench.dialler.seen("reminder-17", as: CallID("CA5"))
            let again = try await self.dial(bench.dialler)
            #expect(again == .init(call: CallID("CA5"), isRepeated: true))
        }
        #expect(bench.carrier.deeds.count == 1)
    }

    @Test func knowsTheOutcomeFromAWebhookThatCameFirst() async throws {
        let bench = try Bench()
        bench.carrier.hold()
        bench.carrier.fail(with: CarrierError(.unknownOutcome, "lost"))
        try await bench.stage.running { stage in
            async let dialled = self.dial(bench.dialler)
            await stage.until { bench.carrier.deeds.count == 1 }
            bench.dialler.seen("reminder-17", as: CallID("CA5"))
            bench.carrier.release()
            let call = try await dialled.call
            #expect(call == CallID("CA5"))
        }
    }

    @Test func finishesAnOrderWhoseAskerHasGone() async throws {
        let bench = try Bench()
        bench.carrier.hold()
        bench.carrier.name(CallID("CA7"))
        try await bench.stage.running { stage in
            let asking = Task { try await self.dial(bench.dialler) }
            await stage.until { bench.carrier.deeds.count == 1 }
            asking.cancel()
            bench.carrier.release()
            _ = await asking.result
            await stage.journal.flush()
            #expect(await stage.store.call(CallID("CA7"))?.info.plan == Self.order.plan)
        }
    }

    // MARK: Restarts

    @Test func dialsNobodyBecauseOfARestart() async throws {
        let bench = try Bench()
        try await bench.stage.running { stage in
            let first = try await bench.dialler.dial(Self.order)
            bench.carrier.fail(with: CarrierError(.unknownOutcome, "lost"))
            var pending = Self.order
            pending.plan.order = "reminder-18"
            #expect(await self.failure(bench, pending) != nil)
            await stage.journal.flush()
            // Another process with the same store.
            let carrier = ScriptedCarrier()
            let restarted = Bench.dialler(stage, carrier, bench.dialler.configuration)
            for _ in 0..<1_000 { await Task.yield() }
            #expect(carrier.deeds.isEmpty)
            #expect(try await self.dial(restarted) == .init(call: first.call, isRepeated: true))
            var other = Self.order
            other.plan.greeting = "Something else."
            do throws(DiallingError) {
                _ = try await restarted.dial(other)
                Issue.record("took another order for the same")
            } catch {
                #expect(error.code == .differentOrder)
            }
            #expect(carrier.deeds.isEmpty)
        }
    }

    @Test func dialsNobodyWhenItCannotTellWhetherItHas() async throws {
        let bench = try Bench()
        await bench.stage.store.stopAnswering()
        try await bench.stage.running { stage in
            #expect(await self.failure(bench, Self.order)?.code == .storeUnavailable)
            #expect(bench.carrier.deeds.isEmpty)
            await stage.store.answerAgain()
            let again = try await self.dial(bench.dialler)
            #expect(!again.isRepeated)
        }
    }
}
