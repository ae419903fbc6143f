// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore

extension HarmlessJSON {
    /// A value for the body of an answer.
    static func encode(_ value: some Encodable) -> ByteBuffer {
        ByteBuffer(string: self.text(value))
    }
}
