// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Which calls to erase.
public enum CallSelection: Sendable, Hashable {
    /// Those from or to an address, exactly as it is kept (`CallInfo.from`, `CallInfo.to`).
    case address(String)
    /// Those received before.
    case receivedBefore(Date)
    /// One call.
    case call(CallID)

    /// Whether a call is meant.
    public func includes(_ info: CallInfo) -> Bool {
        switch self {
        case .address(let address):
            let bytes = Array(address.utf8)
            return Array(info.from.utf8) == bytes || Array(info.to.utf8) == bytes
        case .receivedBefore(let date): return info.receivedAt.microseconds < date.microseconds
        case .call(let id): return info.id == id
        }
    }
}
