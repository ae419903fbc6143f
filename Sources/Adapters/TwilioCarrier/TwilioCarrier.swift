// SPDX-License-Identifier: Apache-2.0

public import CallCore
import Logging
import Twilio
public import TwilioREST

/// Calls out and the control of calls, through Twilio's REST API.
///
/// ```swift
/// let client = TwilioClient(credentials: credentials, observer: TwilioCarrierObserver())
/// let carrier = TwilioCarrier(client: client)
/// let call = try await carrier.dial(order)
/// try await carrier.redirect(call, to: "https://voice.example.com/api/calls/next")
/// ```
/// Nobody is called twice because an answer was lost: then the carrier looks for the call among those between the two
/// numbers, and says ``CarrierError/Code/unknownOutcome`` when it cannot tell.
public struct TwilioCarrier: CallCarrier {
    /// Says what is known of a call that may be the one an order has made: its webhook may have come already.
    public typealias Identify = @Sendable (OutboundCall, CallID) async -> CallSearch.Identification

    let client: TwilioClient
    private let search: CallSearch?
    private let identify: Identify?

    /// A carrier. `search` says how a call is looked for whose making is in doubt; without one nobody looks. `identify`
    /// helps with it and replaces the search's own.
    public init(client: TwilioClient, search: CallSearch? = CallSearch(), identify: Identify? = nil) {
        self.client = client
        self.search = search
        self.identify = identify
    }

    /// Dials. Returns as soon as Twilio has taken the order, long before anybody answers.
    ///
    /// May take some seconds longer when the making of the call is in doubt. Fails with ``CarrierError``; with
    /// `.unknownOutcome` the call may have been made.
    public func dial(_ call: OutboundCall) async throws(CarrierError) -> CallID {
        let order = try NewCall(call)
        switch await self.client.calls.create(order, resolving: self.search(for: call)) {
        case .done(let made): return CallID(made.sid.description)
        case .failed(let error): throw CarrierError(error, doing: .dialling)
        case .unknown(let error): throw CarrierError(error, doing: .dialling)
        }
    }

    private func search(for call: OutboundCall) -> CallSearch? {
        guard var search = self.search, let identify = self.identify else { return self.search }
        search.identify = { candidate in await identify(call, CallID(candidate.sid.description)) }
        return search
    }

    /// Ends a call, whatever goes on in it. A call that is over already is not an error.
    public func hangUp(_ call: CallID) async throws(CarrierError) {
        let sid = try Self.sid(call)
        do throws(TwilioRESTError) {
            _ = try await self.client.calls.update(sid, .ending())
        } catch {
            let error = CarrierError(error, doing: .changing)
            guard error.code != .callIsOver else { return }
            throw error
        }
    }

    /// Breaks off what goes on in the call, its stream included, and has Twilio ask `url` what comes next.
    public func redirect(_ call: CallID, to url: String) async throws(CarrierError) {
        let sid = try Self.sid(call)
        do throws(TwilioRESTError) {
            _ = try await self.client.calls.update(sid, .redirecting(to: .url(url, method: .post)))
        } catch {
            throw CarrierError(error, doing: .changing)
        }
    }

    /// What Twilio knows of a call; `nil` if it has never heard of it. May be some seconds behind.
    public func report(on call: CallID) async throws(CarrierError) -> CarrierReport? {
        guard let sid = CallSID(call.rawValue) else { return nil }
        do throws(TwilioRESTError) {
            let resource = try await self.client.calls.fetch(sid)
            guard let report = CarrierReport(resource) else {
                throw TwilioRESTError(.malformedAnswer, "Twilio reports a state of the call that is not known.")
            }
            return report
        } catch {
            let error = CarrierError(error, doing: .asking)
            if error.code == .unknownCall { return nil }
            throw error
        }
    }

    static func sid(_ call: CallID) throws(CarrierError) -> CallSID {
        guard let sid = CallSID(call.rawValue) else {
            throw CarrierError(.unknownCall, "The call has no SID of Twilio.")
        }
        return sid
    }
}
