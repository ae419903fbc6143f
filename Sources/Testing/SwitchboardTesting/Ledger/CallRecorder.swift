// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import TelephonyAudio

/// Records a call: listens in until it is stopped or the call is over.
final class CallRecorder: CallAudioTap {
    private struct State {
        var inbound: [UInt8] = []
        var outbound: [UInt8] = []
        var isPaused = false
        /// Whether a pause is left out; otherwise it is silence.
        var skipsPauses = false
        var isOver = false
    }

    let sid: String
    let plan: RecordingPlan
    /// Told once, when the recording is over.
    private let finished: @Sendable (CallRecorder) -> Void
    private let state = Mutex(State())

    init(sid: String, plan: RecordingPlan, finished: @escaping @Sendable (CallRecorder) -> Void) {
        self.sid = sid
        self.plan = plan
        self.finished = finished
    }

    func hear(_ frame: CallAudioFrame) {
        self.state.withLock { state in
            guard !state.isOver else { return }
            if state.isPaused {
                guard !state.skipsPauses else { return }
                state.inbound += repeatElement(MuLaw.silence, count: PhoneLine.frameSize)
                state.outbound += repeatElement(MuLaw.silence, count: PhoneLine.frameSize)
                return
            }
            state.inbound += frame.inbound.readableBytesView
            state.outbound += frame.outbound.readableBytesView
        }
    }

    func callEnded() { self.stop() }

    func pause(skipping: Bool) {
        self.state.withLock { state in
            state.isPaused = true
            state.skipsPauses = skipping
        }
    }

    func resume() {
        self.state.withLock { $0.isPaused = false }
    }

    /// Ends the recording; a second time does nothing.
    func stop() {
        let isFirst = self.state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { self.finished(self) }
    }

    var length: Duration { .telephony(bytes: self.state.withLock { $0.inbound.count }) }

    /// The WAV file: one channel with both sides, two with a side each, or the one side that was asked for.
    func media() throws(TelephonyAudioError) -> [UInt8] {
        let (inbound, outbound) = self.state.withLock { (MuLaw.decode($0.inbound), MuLaw.decode($0.outbound)) }
        switch (self.plan.track, self.plan.channels) {
        case ("inbound", _): return try WAVFile(sampleRate: 8000, samples: inbound).encoded()
        case ("outbound", _): return try WAVFile(sampleRate: 8000, samples: outbound).encoded()
        case (_, 2): return try WAVFile(sampleRate: 8000, left: inbound, right: outbound).encoded()
        default:
            let mixed = zip(inbound, outbound).map { Int16(clamping: Int($0) + Int($1)) }
            return try WAVFile(sampleRate: 8000, samples: mixed).encoded()
        }
    }
}
