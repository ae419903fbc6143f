// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Foundation
import NIOCore
import Testing

/// What commands look like on the wire.
struct ListenCommandTests {
    private static func text(_ command: ListenCommand) -> String {
        var buffer = ByteBuffer()
        command.write(into: &buffer)
        return String(buffer: buffer)
    }

    @Test(arguments: [
        (ListenCommand.keepAlive, #"{"type":"KeepAlive"}"#), (.finalize(), #"{"type":"Finalize"}"#),
        (.finalize(channel: 0), #"{"type":"Finalize","channel":0}"#), (.closeStream, #"{"type":"CloseStream"}"#),
        (.forceEndTurn, #"{"type":"ForceEndTurn"}"#),
        (.configure(keyterms: []), #"{"type":"Configure","keyterms":[]}"#),
        (.configure(keyterms: ["a", "b c"]), #"{"type":"Configure","keyterms":["a","b c"]}"#),
    ])
    func isExactlyAsDocumented(command: ListenCommand, text: String) {
        #expect(Self.text(command) == text)
    }

    @Test func appendsToWhatIsThere() {
        var buffer = ByteBuffer(string: "x")
        ListenCommand.keepAlive.write(into: &buffer)
        #expect(String(buffer: buffer) == #"x{"type":"KeepAlive"}"#)
    }

    @Test func escapesKeyterms() throws {
        let terms = ["\"quoted\"", "back\\slash", "line\nbreak\r\t\u{1}\u{1F}", "Ü🦆", "\u{2028}", "</script>"]
        let data = Data(Self.text(.configure(keyterms: terms)).utf8)
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect(object?["keyterms"] as? [String] == terms)
    }
}
