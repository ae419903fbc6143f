// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension HTTPFields {
    /// These fields and what there is to say of a trace.
    func adding(_ trace: TraceContext?) -> HTTPFields {
        guard let trace else { return self }
        var fields = self
        for (name, value) in trace.fields {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }
}
