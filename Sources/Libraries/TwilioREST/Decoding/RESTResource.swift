// SPDX-License-Identifier: Apache-2.0

/// Something the API describes with a JSON object.
protocol RESTResource: Sendable {
    /// The member of a list's page that holds these resources.
    static var listName: String { get }

    init(_ fields: ResourceFields) throws(TwilioRESTError)
}
