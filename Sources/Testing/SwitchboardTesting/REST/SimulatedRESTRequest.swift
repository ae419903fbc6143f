// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// A request that the simulated REST API received, for assertions.
public struct SimulatedRESTRequest: Sendable {
    /// The method.
    public var method: String
    /// The path, without the query.
    public var path: String
    /// What stood in the query.
    public var query: FormParameters = [:]
    /// What stood in the form.
    public var form: FormParameters = [:]
    /// Header fields, names in lower case, the last of equal ones.
    public var headers: [String: String] = [:]
    /// The fault it met.
    public var fault: RESTFault?
    /// The status it was answered with; `nil` when it was not answered.
    public var status: Int?
}
