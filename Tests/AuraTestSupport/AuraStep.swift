// SPDX-License-Identifier: Apache-2.0

/// What the scripted server does with a request, one step after the other.
public enum AuraStep: Sendable {
    /// Writes these bytes as they are.
    case bytes([UInt8])
    /// Writes the head of an answer whose body comes in chunks.
    case head(Int, [(String, String)])
    /// Writes a chunk.
    case chunk([UInt8])
    /// Writes the last chunk.
    case end
    /// Waits for `go()`.
    case hold
    /// Hangs up.
    case close
    /// Hangs up with a reset.
    case reset

    /// A whole answer of sound.
    public static func sound(_ audio: [UInt8]) -> [AuraStep] {
        [.head(200, [("content-type", "audio/mulaw;rate=8000"), ("dg-request-id", "r-1")]), .chunk(audio), .end]
    }

    /// A whole refusal.
    public static func refusal(_ status: Int, _ headers: [(String, String)] = [], _ body: String = "") -> [AuraStep] {
        [.head(status, headers)] + (body.isEmpty ? [] : [.chunk(Array(body.utf8))]) + [.end]
    }
}
