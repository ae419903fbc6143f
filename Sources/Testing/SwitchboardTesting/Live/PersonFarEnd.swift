// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Somebody at the other end of a `<Dial>`: speaks by a script, and is a leg of its own to those who listen in there.
final class PersonFarEnd: FarEnd {
    private(set) var speaker: ScriptedCaller
    private(set) var hasHungUp = false
    private(set) var pressedKeys: [Character] = []
    private(set) var failures: [ScriptFailure] = []
    private let live: LiveCall
    private var now: Duration

    init(_ speaker: ScriptedCaller, _ live: LiveCall, at now: Duration) {
        self.speaker = speaker
        self.live = live
        self.now = now
    }

    func exchange(_ inbound: ByteBuffer) -> ByteBuffer {
        let frame = self.speaker.next(hearing: inbound)
        let said = frame.audio ?? .silentFrame
        self.live.hear(CallAudioFrame(at: self.now, inbound: said, outbound: inbound))
        self.now += .milliseconds(20)
        for action in frame.actions {
            switch action {
            case .startedSpeaking(let text): self.live.report(.callerSpeaks(text))
            case .press(let key): self.pressedKeys.append(key)
            case .hangUp: self.hasHungUp = true
            case .failed(let step, let message):
                self.failures.append(ScriptFailure(step: step, message: message, at: self.now.inSeconds))
            // There is no socket here that could be broken.
            case .finishedSpeaking, .fault: break
            }
        }
        return said
    }
}
