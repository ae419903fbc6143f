// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Tells requests that another web site made a browser send (R67), before they change anything.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`, W3C Fetch Metadata; `Origin`, RFC 6454); programs say
/// neither and are no danger: nobody lends them his key.
enum CrossSite {
    /// Whether a request that changes something must be refused. `origin` is our own, where it is known.
    static func isForged(_ request: HTTPRequest, origin: String?) -> Bool {
        if let site = request.headerFields[.secFetchSite], site != "same-origin", site != "none" { return true }
        guard let claimed = request.headerFields[.origin]?.lowercased() else { return false }
        if let origin, claimed == origin { return false }
        // Without a pinned address, the one the request came in by; a name that was made to point here does not get here
        // without a key, and without keys only names of this machine do.
        guard let authority = request.authority?.lowercased(), ForwardedFields.isHost(authority) else { return true }
        return claimed != "http://\(authority)" && claimed != "https://\(authority)"
    }

    /// Whether the body is of a kind that a browser sends anywhere without asking (CORS "simple requests"): a form, or text
    /// that looks like JSON.
    static func hasSimpleBody(_ headers: HTTPFields) -> Bool {
        guard let type = headers[.contentType] else { return false }
        let name = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        return ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"].contains(name)
    }
}
