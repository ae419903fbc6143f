// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Streams that listen to live calls: <https://www.twilio.com/docs/voice/api/stream-resource>.
public struct StreamsAPI: Sendable {
    let dispatcher: Dispatcher

    /// Starts a stream on a live call.
    public func start(on call: CallSID, _ stream: NewStream) async -> RESTOutcome<StreamResource> {
        do throws(TwilioRESTError) {
            let form = try stream.form()
            return await self.dispatcher.outcome(.create("streams.start", "Calls/\(call)/Streams.json", form: form))
        } catch {
            return .failed(error)
        }
    }

    /// Stops a stream of a live call.
    public func stop(_ stream: StreamReference, of call: CallSID) async throws(TwilioRESTError) -> StreamResource {
        let path = "Calls/\(call)/Streams/\(stream.segment).json"
        return try await self.dispatcher.resource(.update("streams.stop", path, form: ["Status": "stopped"]))
    }
}
