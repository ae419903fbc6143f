// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Where a WebSocket of Twilio's comes in, and what for: a token that is shown at the wrong door opens nothing.
enum StreamDoor: CaseIterable {
    case stream
    case relay

    init?(path: String) {
        guard let door = Self.allCases.first(where: { path.utf8.starts(with: $0.path.utf8) }) else { return nil }
        self = door
    }

    /// Where it is; the token follows.
    var path: String {
        switch self {
        case .stream: GatewayPath.stream
        case .relay: GatewayPath.relay
        }
    }

    /// What tokens must be for.
    var purposes: Set<StreamPurpose> {
        switch self {
        case .stream: [.conversation, .listening]
        case .relay: [.relay]
        }
    }

    /// Twilio's documentation lets it put a slash behind the address.
    func token(in path: String) -> Substring {
        let token = path.dropFirst(self.path.count)
        return token.utf8.last == UInt8(ascii: "/") ? token.dropLast() : token
    }
}
