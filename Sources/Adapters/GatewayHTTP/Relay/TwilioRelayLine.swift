// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Twilio
import WebSockets

/// The way back to the caller in words, over Twilio's WebSocket. Lives on its event loop.
final class TwilioRelayLine: RelayLine {
    private let webSocket: WebSocketConnection
    private let closeWait: Duration
    private var closing: Scheduled<Void>?
    /// With which code the socket is closed where we close it.
    var closeCode = WebSocketCloseCode.normalClosure

    init(_ webSocket: WebSocketConnection, closeWait: Duration) {
        self.webSocket = webSocket
        self.closeWait = closeWait
    }

    /// One token is a whole turn. What is said later cuts it off (`preemptible`): there is no other way to fall silent.
    func say(_ text: String, isInterruptible: Bool) -> Bool {
        let command = RelayCommand.Text(token: text, isInterruptible: isInterruptible, isPreemptible: true)
        return self.send(.text(command)) != .queueFull
    }

    func useLanguage(speech: String?, recognition: String?) {
        self.send(.language(speech: speech, transcription: recognition))
    }

    /// Twilio closes the socket after `end` and asks what comes next; should it not, we close it. A session that was
    /// replaced must not end anything any more.
    func end(next: NextStep, because termination: CallTermination) {
        guard termination != .replaced else { return self.webSocket.close(self.closeCode) }
        self.send(.end(handoff: #"{"next":"\#(next.name)","reason":"\#(termination.reason)"}"#))
        // Holds the socket until it is closed; its bounds end it in any case.
        let webSocket = NIOLoopBound(self.webSocket, eventLoop: self.webSocket.eventLoop)
        let code = self.closeCode
        self.closing = self.webSocket.eventLoop.scheduleTask(in: TimeAmount(self.closeWait)) {
            webSocket.value.close(code)
        }
    }

    /// The socket is closed.
    func closed() {
        self.closing?.cancel()
        self.closing = nil
    }

    @discardableResult
    private func send(_ command: RelayCommand) -> WebSocketSendResult {
        self.webSocket.sendText(ByteBuffer(bytes: command.encoded))
    }
}
