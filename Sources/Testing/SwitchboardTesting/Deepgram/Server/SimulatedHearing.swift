// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// What a ``SimulatedDeepgram`` hears with.
public enum SimulatedHearing: Sendable {
    /// ``NumberedSpeech``, exactly.
    case numbered
    /// Speech, with an engine that works offline; every connection opens a session of it.
    case engine(any SpeechRecogniser)
}
