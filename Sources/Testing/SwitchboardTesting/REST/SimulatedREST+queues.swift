// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

extension SimulatedREST {
    static let queueRoutes: [TwinRoute] = [
        TwinRoute("GET", "Queues") { (rest, context) throws(TwinFailure) in
            let rows = rest.twilio.rooms.queues.filter { $0.row.accountSid == rest.account.sid }
            return try TwinPage(rows, query: context.query).answer("queues", context.request) { rest.json($0) }
        },
        TwinRoute("GET", "Queues/{}") { (rest, context) throws(TwinFailure) in
            TwinAnswer(body: rest.json(try rest.queue(context)))
        },
        TwinRoute("GET", "Queues/{}/Members") { (rest, context) throws(TwinFailure) in
            let queue = try rest.queue(context)
            let rows = queue.members.enumerated().map { (sequence: queue.members.count - $0.offset, row: $0.element) }
            return try TwinPage(rows, query: context.query).answer("queue_members", context.request) {
                rest.json($0, in: queue)
            }
        },
        TwinRoute("GET", "Queues/{}/Members/{}") { (rest, context) throws(TwinFailure) in
            let queue = try rest.queue(context)
            return TwinAnswer(body: rest.json(try rest.member(of: queue, context), in: queue))
        },
        TwinRoute("POST", "Queues/{}/Members/{}") { (rest, context) throws(TwinFailure) in
            try rest.dequeue(context)
        },
    ]

    private func queue(_ context: TwinRoute.Context) throws(TwinFailure) -> QueueRoom {
        guard let queue = self.twilio.rooms.queue(sid: context.captures[0]), queue.accountSid == self.account.sid
        else { throw context.failure }
        return queue
    }

    /// A member by call, or the one in `Front`.
    private func member(of queue: QueueRoom, _ context: TwinRoute.Context) throws(TwinFailure) -> QueueRoom.Member {
        let name = context.captures[1]
        let members = queue.members
        guard let member = name == "Front" ? members.first : members.first(where: { $0.live.sid == name }) else {
            throw context.failure
        }
        return member
    }

    /// Takes somebody out of the queue and gives him another document.
    private func dequeue(_ context: TwinRoute.Context) throws(TwinFailure) -> TwinAnswer {
        let queue = try self.queue(context)
        let member = try self.member(of: queue, context)
        let form = CallForm(context.form)
        let url = try CallForm.url(context.form["Url"] ?? "", "Url")
        let json = self.json(member, in: queue)
        let request = CallRun.DocumentRequest(url: url, method: try form.method("Method"))
        guard member.live.give(.redirect(request)) else { throw TwinFailure(400, 21_220, "The call is over") }
        return TwinAnswer(body: json)
    }

    private func json(_ queue: QueueRoom) -> TwinValue {
        let path = self.path("Queues/\(queue.sid)")
        let waits = queue.members.map { Int(Date.now.timeIntervalSince($0.since)) }
        return [
            "sid": .text(queue.sid), "account_sid": .text(queue.accountSid), "friendly_name": .text(queue.name),
            "current_size": .number(waits.count), "max_size": .number(queue.maximum),
            "average_wait_time": .number(waits.isEmpty ? 0 : waits.reduce(0, +) / waits.count),
            "date_created": TwinValue(queue.created), "date_updated": TwinValue(queue.created),
            "uri": .text("\(path).json"), "subresource_uris": ["members": .text("\(path)/Members.json")],
        ]
    }

    private func json(_ member: QueueRoom.Member, in queue: QueueRoom) -> TwinValue {
        let sid = member.live.sid
        return [
            "call_sid": .text(sid), "queue_sid": .text(queue.sid), "date_enqueued": TwinValue(member.since),
            "position": .number(queue.position(of: sid) ?? 0),
            "wait_time": .number(Int(Date.now.timeIntervalSince(member.since))),
            "uri": .text("\(self.path("Queues/\(queue.sid)/Members/\(sid)")).json"),
        ]
    }
}
