// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Calls: <https://www.twilio.com/docs/voice/api/call-resource>.
public struct CallsAPI: Sendable {
    let dispatcher: Dispatcher

    /// Makes a call.
    ///
    /// The request is never repeated blindly. When it is not known whether Twilio took it, `search` looks for the call;
    /// without a search the outcome is then ``RESTOutcome/unknown(_:)`` at once.
    public func create(
        _ call: NewCall,
        resolving search: CallSearch? = CallSearch()
    ) async -> RESTOutcome<CallResource> {
        do throws(TwilioRESTError) {
            let request = RESTRequest.create("calls.create", "Calls.json", form: try call.form())
            let outcome = await CallCreation(call: call, request: request, search: search, calls: self).run()
            if case .done(let made) = outcome { self.dispatcher.knownCalls.insert(made.sid) }
            return outcome
        } catch {
            return .failed(error)
        }
    }

    /// What Twilio knows of a call.
    public func fetch(_ sid: CallSID) async throws(TwilioRESTError) -> CallResource {
        try await self.dispatcher.resource(.get("calls.fetch", "Calls/\(sid).json"))
    }

    /// Changes a live call.
    ///
    /// Repeated when it fails for a passing reason, except when it gives new instructions: those would begin again.
    public func update(_ sid: CallSID, _ update: CallUpdate) async throws(TwilioRESTError) -> CallResource {
        let form = try update.form()
        let path = "Calls/\(sid).json"
        guard update.instructions != nil else {
            return try await self.dispatcher.resource(.update("calls.update", path, form: form))
        }
        return try await self.dispatcher.outcome(.create("calls.redirect", path, form: form)).get()
    }

    /// Deletes the record of a call that is over.
    public func delete(_ sid: CallSID) async throws(TwilioRESTError) {
        try await self.dispatcher.delete(.delete("calls.delete", "Calls/\(sid).json"))
    }

    /// The calls of the account.
    public func list(_ filter: CallFilter = CallFilter()) throws(TwilioRESTError) -> ResourceList<CallResource> {
        ResourceList(self.dispatcher, .get("calls.list", "Calls.json", query: try filter.query()))
    }
}
