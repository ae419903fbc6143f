// SPDX-License-Identifier: Apache-2.0

extension WAVFile {
    /// Reads a file.
    ///
    /// Chunks may come in any order and unknown ones are passed over. Audio that stops before its stated end is kept and
    /// ``isTruncated`` is set, because a recorder that was killed leaves such files; a header that stops is an error.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - maximumSamples: limit on samples of all channels together; more is ``TelephonyAudioError/Code/tooLarge``.
    /// - Throws: ``TelephonyAudioError``.
    public init(_ bytes: [UInt8], maximumSamples: Int = 200_000_000) throws(TelephonyAudioError) {
        let chunks = try WAVChunks(bytes)
        guard let format = chunks.format else {
            throw TelephonyAudioError(.truncated, "there is no fmt chunk")
        }
        guard let data = chunks.data else {
            throw TelephonyAudioError(.truncated, "there is no data chunk")
        }
        let layout = try WAVLayout(bytes[format])
        let frames = data.count / layout.bytesPerFrame
        guard frames * layout.channels <= maximumSamples else {
            throw TelephonyAudioError(
                .tooLarge,
                "\(frames * layout.channels) samples, \(maximumSamples) are allowed"
            )
        }
        let samples = layout.samples(bytes[data.prefix(frames * layout.bytesPerFrame)])
        self.init(sampleRate: layout.sampleRate, channels: layout.channels, samples: samples)
        self.isTruncated = chunks.isDataTruncated
    }
}
