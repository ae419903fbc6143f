// SPDX-License-Identifier: Apache-2.0

extension SimulatedDeepgram {
    /// Other faults of live transcription from now on: for attempts, for new connections, and for those that are open, for
    /// which `after` counts from now.
    public func set(faults: [DeepgramFault]) {
        let open = self.withState { state in
            state.service.set(faults: faults)
            return Array(state.listeners.values)
        }
        for connection in open { connection.set(faults: faults) }
    }

    /// Other faults of speech from now on; the scopes count requests and connections to `/v1/speak`.
    public func set(speechFaults faults: [DeepgramFault]) {
        self.withState { $0.speech.faults = faults }
    }

    /// Breaks every connection with a reset, and every new one right after it was accepted, until ``comeBack()``.
    public func goAway() {
        let open = self.withState { state in
            state.service.isSwitchedOff = true
            return Array(state.channels.values)
        }
        for channel in open { channel.resetConnection() }
    }

    /// Ends ``goAway()``.
    public func comeBack() {
        self.withState { $0.service.isSwitchedOff = false }
    }

    /// Breaks every connection to live transcription with a reset; new ones are welcome.
    public func dropAll() {
        for channel in self.withState({ Array($0.listenChannels.values) }) { channel.resetConnection() }
    }
}
