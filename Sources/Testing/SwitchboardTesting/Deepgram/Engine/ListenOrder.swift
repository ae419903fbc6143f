// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A command of a client, read leniently: unknown members are nobody's business.
struct ListenOrder: Sendable, Decodable {
    struct Thresholds: Sendable, Decodable {
        var eager: Double?
        var end: Double?
        var timeout: Int?

        private enum CodingKeys: String, CodingKey {
            case eager = "eager_eot_threshold"
            case end = "eot_threshold"
            case timeout = "eot_timeout_ms"
        }
    }

    var type: String
    var channel: Int?
    var keyterms: [String]?
    var hints: [String]?
    var thresholds: Thresholds?

    private enum CodingKeys: String, CodingKey {
        case type
        case channel
        case keyterms
        case hints = "language_hints"
        case thresholds
    }

    init(type: String) { self.type = type }

    /// `nil` for what is no JSON object with a type.
    init?(_ text: some Sequence<UInt8>) {
        guard let order = try? JSONDecoder().decode(Self.self, from: Data(text)) else { return nil }
        self = order
    }
}
