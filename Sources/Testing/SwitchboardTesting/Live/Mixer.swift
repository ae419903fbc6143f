// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import TelephonyAudio

/// What people in one room hear of each other: everybody the sum of the others.
///
/// Each takes his seat at his own pace; what counts is the last 20 ms that each said.
final class Mixer: Sendable {
    private struct State {
        var said: [String: ByteBuffer] = [:]
        var muted: Set<String> = []
        var held: Set<String> = []
    }

    private let state = Mutex(State())

    func exchange(_ sid: String, _ said: ByteBuffer) -> ByteBuffer {
        let others = self.state.withLock { state -> [ByteBuffer] in
            state.said[sid] = said
            guard !state.held.contains(sid) else { return [] }
            return state.said.filter { $0.key != sid && !state.muted.contains($0.key) && !state.held.contains($0.key) }
                .map(\.value)
        }
        guard others.count > 1 else { return others.first ?? .silentFrame }
        var sum = [Int](repeating: 0, count: PhoneLine.frameSize)
        for other in others {
            for (index, sample) in MuLaw.decode(Array(other.readableBytesView)).enumerated() where index < sum.count {
                sum[index] += Int(sample)
            }
        }
        return ByteBuffer(bytes: MuLaw.encode(sum.map { Int16(clamping: $0) }))
    }

    func leave(_ sid: String) {
        self.state.withLock { _ = $0.said.removeValue(forKey: sid) }
    }

    func set(_ sid: String, muted: Bool, held: Bool) {
        self.state.withLock { state in
            if muted { state.muted.insert(sid) } else { state.muted.remove(sid) }
            if held { state.held.insert(sid) } else { state.held.remove(sid) }
        }
    }
}
