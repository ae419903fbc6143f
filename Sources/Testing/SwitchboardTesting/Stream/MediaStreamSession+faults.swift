// SPDX-License-Identifier: Apache-2.0

import NIOCore
import WebSockets

extension MediaStreamSession {
    /// Breaks the stream in the way the script asks for.
    func commit(_ fault: LineFault, on connection: WebSocketConnection) {
        switch fault {
        case .malformedPayload: self.sendMedia(payload: "no=base64!", streamSID: self.plan.streamSID, on: connection)
        case .foreignStream:
            let foreign = "MZ" + String(repeating: "f", count: 32)
            self.sendMedia(payload: "//////8=", streamSID: foreign, on: connection)
        case .secondStart:
            let message = self.writer.start()
            connection.sendText { $0.writeBytes(message) }
        case .foreignAccountStart:
            let message = self.writer.start(accountSID: "AC" + String(repeating: "f", count: 32))
            connection.sendText { $0.writeBytes(message) }
        case .gap(let length): self.gapEnd = self.line.time + length
        case .duplicateFrame: self.isDuplicating = true
        case .swapFrames: self.isSwapping = true
        case .drop, .resetInMidMessage:
            self.ownEnd = .streamOver
            connection.commit(fault)
        case .stopWithoutClosing:
            self.isSendingMedia = false
            self.endWhenClosed = .callerHungUp
            let message = self.writer.stop()
            connection.sendText { $0.writeBytes(message) }
        case .fallSilent: self.isSendingMedia = false
        case .text, .binary, .rawBytes, .largeText, .nestedJSON, .stopReading, .resumeReading:
            connection.commit(fault)
        }
    }

    private func sendMedia(payload: String, streamSID: String, on connection: WebSocketConnection) {
        connection.sendText(
            #"{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"0","#
                + #""payload":"\#(payload)"},"streamSid":"\#(streamSID)"}"#
        )
    }
}
