// SPDX-License-Identifier: Apache-2.0

import Foundation
import TelephonyAudio

/// Reads a WAV file as a telephone would carry it.
enum AudioFileReader {
    /// mu-law, 8 kHz, one channel. Throws ``SimulationError`` with ``SimulationError/Code/unreadableAudio``.
    static func telephoneAudio(at path: String) throws(SimulationError) -> [UInt8] {
        do {
            let file = try WAVFile(Array(Data(contentsOf: URL(filePath: path))))
            return MuLaw.encode(Resampler.convert(file.mono(), from: file.sampleRate, to: 8000))
        } catch {
            throw SimulationError(.unreadableAudio, "\(path) cannot be read", cause: String(describing: error))
        }
    }
}
