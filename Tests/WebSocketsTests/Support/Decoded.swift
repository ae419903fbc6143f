// SPDX-License-Identifier: Apache-2.0

import NIOCore

@testable import WebSockets

/// What a decoder made of some bytes, in values that can be compared.
enum Decoded: Hashable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(UInt16?, String)
    case violation(UInt16)

    /// Decodes pieces one after the other, as reads from a socket would bring them.
    static func all(
        _ pieces: [[UInt8]],
        role: WebSocketRole = .server,
        limits: WebSocketLimits = WebSocketLimits()
    ) -> [Decoded] {
        var decoder = WebSocketDecoder(role: role, limits: limits)
        var result: [Decoded] = []
        for piece in pieces {
            // Room behind the piece, so that reading beyond it is seen by the sanitizers and not by chance.
            piece.withUnsafeBytes { bytes in
                var offset = 0
                do throws(WebSocketViolation) {
                    while let event = try self.next(&decoder, bytes, &offset) { result.append(event) }
                } catch {
                    result.append(.violation(error.closeCode.rawValue))
                }
            }
            if case .violation = result.last { break }
        }
        return result
    }

    private static func next(
        _ decoder: inout WebSocketDecoder,
        _ bytes: UnsafeRawBufferPointer,
        _ offset: inout Int
    ) throws(WebSocketViolation) -> Decoded? {
        switch try decoder.next(bytes, &offset) {
        case .needMoreData: return nil
        case .ping: return .ping(Array(decoder.control.readableBytesView))
        case .pong: return .pong(Array(decoder.control.readableBytesView))
        case .close(let code, let reason): return .close(code?.rawValue, reason)
        case .message(let kind, let payload):
            let content =
                switch payload {
                case .input(let range): Array(bytes[range])
                case .scratch: Array(decoder.scratch.readableBytesView)
                }
            return kind == .text ? .text(String(decoding: content, as: UTF8.self)) : .binary(content)
        }
    }
}
