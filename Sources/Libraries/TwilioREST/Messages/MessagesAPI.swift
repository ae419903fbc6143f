// SPDX-License-Identifier: Apache-2.0

/// Messages: <https://www.twilio.com/docs/messaging/api/message-resource>.
public struct MessagesAPI: Sendable {
    let dispatcher: Dispatcher

    /// Sends a message; never twice.
    public func create(_ message: NewMessage) async -> RESTOutcome<MessageResource> {
        do throws(TwilioRESTError) {
            return await self.dispatcher.outcome(.create("messages.create", "Messages.json", form: try message.form()))
        } catch {
            return .failed(error)
        }
    }

    /// What Twilio knows of a message.
    public func fetch(_ sid: MessageSID) async throws(TwilioRESTError) -> MessageResource {
        try await self.dispatcher.resource(.get("messages.fetch", "Messages/\(sid).json"))
    }

    /// The messages of the account.
    public func list(
        _ filter: MessageFilter = MessageFilter()
    ) throws(TwilioRESTError) -> ResourceList<MessageResource> {
        ResourceList(self.dispatcher, .get("messages.list", "Messages.json", query: try filter.query()))
    }
}
