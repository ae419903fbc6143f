// SPDX-License-Identifier: Apache-2.0

public import NIOCore

extension ListenCommand {
    /// Appends the command as Deepgram wants it, to be sent as a text message. Never appends nothing: an empty message
    /// would end the connection.
    public func write(into buffer: inout ByteBuffer) {
        switch self {
        case .keepAlive: buffer.writeStaticString(#"{"type":"KeepAlive"}"#)
        case .finalize(nil): buffer.writeStaticString(#"{"type":"Finalize"}"#)
        case .finalize(let channel?): buffer.writeString(#"{"type":"Finalize","channel":\#(channel)}"#)
        case .closeStream: buffer.writeStaticString(#"{"type":"CloseStream"}"#)
        case .forceEndTurn: buffer.writeStaticString(#"{"type":"ForceEndTurn"}"#)
        case .configure(let keyterms):
            buffer.writeStaticString(#"{"type":"Configure","keyterms":["#)
            for (index, keyterm) in keyterms.enumerated() {
                if index > 0 { buffer.writeStaticString(",") }
                buffer.writeJSONString(keyterm)
            }
            buffer.writeStaticString("]}")
        }
    }
}

extension ByteBuffer {
    /// Appends a string with its quotes and the escapes that RFC 8259 section 7 asks for.
    fileprivate mutating func writeJSONString(_ text: String) {
        let hex = Array("0123456789abcdef".utf8)
        self.writeInteger(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.writeInteger(UInt8(ascii: "\\"))
                self.writeInteger(byte)
            case 0x00..<0x20:
                self.writeStaticString("\\u00")
                self.writeInteger(hex[Int(byte >> 4)])
                self.writeInteger(hex[Int(byte & 15)])
            default:
                self.writeInteger(byte)
            }
        }
        self.writeInteger(UInt8(ascii: "\""))
    }
}
