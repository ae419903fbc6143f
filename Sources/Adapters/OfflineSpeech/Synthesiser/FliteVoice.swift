// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
/// A voice of Flite that is built in.
public enum FliteVoice: String, Sendable, Hashable, CaseIterable {
    /// A man, clear; the default.
    case rms
    /// A woman.
    case slt
    /// A man with a Scottish accent.
    case awb
    /// A man, synthetic (diphones).
    case kal16
}
#endif
