// SPDX-License-Identifier: Apache-2.0

/// The telephone company's side of control: dials, hangs up, moves calls.
///
/// Everything here costs somebody money or ends somebody's call, so nothing is ever repeated blindly: an outcome that is
/// not known is said to be unknown (``CarrierError/Code/unknownOutcome``).
public protocol CallCarrier: Sendable {
    /// Dials. Returns as soon as the carrier has taken the order, long before anybody answers.
    ///
    /// - Parameter call: whom to call and where the carrier reports to.
    /// - Returns: the new call.
    /// - Throws: ``CarrierError``; with `.unknownOutcome` the call may have been made.
    func dial(_ call: OutboundCall) async throws(CarrierError) -> CallID

    /// Ends a call, whatever goes on in it. A call that is over already is not an error.
    func hangUp(_ call: CallID) async throws(CarrierError)

    /// Breaks off what goes on in the call, its stream included, and has the carrier ask `url` what comes next.
    func redirect(_ call: CallID, to url: String) async throws(CarrierError)

    /// What the carrier knows of a call; `nil` if it has never heard of it.
    func report(on call: CallID) async throws(CarrierError) -> CarrierReport?
}
