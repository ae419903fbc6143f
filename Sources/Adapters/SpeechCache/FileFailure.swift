// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the operating system said about a file.
struct FileFailure: Error, Sendable, Hashable, CustomStringConvertible {
    let number: CInt
    let action: String

    static func last(_ action: String) -> FileFailure {
        FileFailure(number: errno, action: action)
    }

    var description: String { "\(self.action): \(String(cString: strerror(self.number)))" }
}
