// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Queues and the calls that wait in them: <https://www.twilio.com/docs/voice/api/queue-resource>.
public struct QueuesAPI: Sendable {
    let dispatcher: Dispatcher

    /// What Twilio knows of a queue.
    public func fetch(_ sid: QueueSID) async throws(TwilioRESTError) -> QueueResource {
        try await self.dispatcher.resource(.get("queues.fetch", "Queues/\(sid).json"))
    }

    /// The queues of the account.
    public func list() -> ResourceList<QueueResource> {
        ResourceList(self.dispatcher, .get("queues.list", "Queues.json"))
    }

    /// The queue that `<Enqueue>` knows by this name; `nil` if there is none.
    public func named(_ name: String) async throws(TwilioRESTError) -> QueueResource? {
        // The API has no filter for names.
        var queues = self.list().makeAsyncIterator()
        while let queue = try await queues.next() {
            if queue.friendlyName == name { return queue }
        }
        return nil
    }

    /// The calls that wait in a queue, the first one first.
    public func members(of queue: QueueSID) -> ResourceList<QueueMemberResource> {
        ResourceList(self.dispatcher, .get("queues.members", "Queues/\(queue)/Members.json"))
    }

    /// What Twilio knows of a call that waits.
    public func member(_ member: QueueMember, of queue: QueueSID) async throws(TwilioRESTError) -> QueueMemberResource {
        try await self.dispatcher.resource(.get("queues.member", "Queues/\(queue)/Members/\(member.segment).json"))
    }

    /// Takes a call out of a queue and gives it instructions. Never done twice: the next call would be taken.
    public func dequeue(
        _ member: QueueMember,
        of queue: QueueSID,
        to instructions: Callback
    ) async -> RESTOutcome<QueueMemberResource> {
        var form: FormParameters = ["Url": instructions.url]
        if let method = instructions.method { form.append("Method", method.rawValue) }
        let path = "Queues/\(queue)/Members/\(member.segment).json"
        return await self.dispatcher.outcome(.create("queues.dequeue", path, form: form))
    }
}
