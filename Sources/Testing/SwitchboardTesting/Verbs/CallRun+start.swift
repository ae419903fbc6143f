// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Start>`: streams that run beside the call; returns as soon as they run. Twilio, "TwiML Voice: Start" and
    /// "TwiML Voice: Stream".
    ///
    /// What cannot be started is noted, and the TwiML goes on. Other children than `<Stream>` are noted and passed over.
    mutating func start(_ node: DocumentNode) async -> Flow {
        self.begin(node, node.children.map { $0.attributes["url"] ?? $0.name }.joined(separator: " "))
        for child in node.children {
            guard child.name == "Stream" else {
                self.note(0, "<Start><\(child.name)> is not simulated and was passed over")
                continue
            }
            do throws(DebuggerError) {
                let stream = try self.live.startStream(try self.order(child), at: self.now)
                await stream.waitUntilOpen()
            } catch {
                self.note(error.code, error.message)
            }
        }
        return self.takeInterruption() ?? .next
    }

    /// `<Stop>`: ends streams by their names. Twilio, "TwiML Voice: Stop".
    mutating func stop(_ node: DocumentNode) -> Flow {
        self.begin(node, node.children.map { $0.attributes["name"] ?? $0.name }.joined(separator: " "))
        for child in node.children {
            let name = child.attributes["name"] ?? ""
            if child.name == "Stream", let stream = self.live.streams[name] {
                stream.stop()
            } else {
                self.note(0, "<Stop>: there is no \(child.name) with the name “\(name)”")
            }
        }
        return .next
    }

    /// Waits until all streams beside the call are over, and keeps what became of them.
    mutating func keepBackgroundStreams() async {
        for outcome in await self.live.streams.finish() {
            self.result.backgroundStreams.append(outcome.report)
            self.result.violations += outcome.violations
        }
    }

    private mutating func order(_ node: DocumentNode) throws(DebuggerError) -> BackgroundStreamOrder {
        guard let tracks = BackgroundStreamOrder.tracks(node.attributes["track"]) else {
            throw DebuggerError(31_941, "<Start><Stream> has track \(node.attributes["track"] ?? "")")
        }
        guard let url = self.streamURL(of: node) else { throw DebuggerError(0, "<Start><Stream> was passed over") }
        return BackgroundStreamOrder(
            url: url.description,
            name: node.attributes["name"],
            tracks: tracks,
            statusCallback: node.attributes["statusCallback"],
            statusCallbackMethod: WebhookMethod(attribute: node.attributes["statusCallbackMethod"]),
            parameters: self.streamParameters(of: node)
        )
    }
}

extension LiveCall {
    /// Starts a stream beside the call; `time` is the call's own.
    ///
    /// - Throws: what the debugger shows when the call cannot have it.
    /// - Returns: the stream, which is being opened.
    func startStream(_ order: BackgroundStreamOrder, at time: Duration) throws(DebuggerError) -> BackgroundStream {
        let stream = BackgroundStream(order, of: self, at: time)
        do throws(DebuggerError) {
            try self.streams.add(stream)
        } catch {
            stream.discard()
            throw error
        }
        stream.open()
        if let tap = self.addTap(stream) {
            stream.whenOver { self.removeTap(tap) }
        } else {
            // The call has ended meanwhile.
            stream.stop()
        }
        return stream
    }
}
