// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// What every answer says, so that nothing in it becomes active in a browser and nothing is kept by a cache.
enum SafetyHeaders {
    static func set(in headers: inout HTTPFields) {
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
    }
}
