// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// `<Echo>`: whoever speaks hears himself.
final class Echo: FarEnd {
    func exchange(_ inbound: ByteBuffer) -> ByteBuffer { inbound }
}
