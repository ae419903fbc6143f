// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CFlite
import Synchronization

/// Flite's voices and lexicon. Flite keeps both in globals and computes in them, so all use goes through one lock.
struct FliteLibrary: ~Copyable {
    /// Voices by their short names.
    let voices: [String: UnsafeMutablePointer<cst_voice>]
    /// The CMU lexicon with its letter-to-sound rules.
    let lexicon: UnsafeMutablePointer<cst_lexicon>?

    private static let shared = Mutex(FliteLibrary())

    private init() {
        flite_init()
        let registered = [
            "rms": register_cmu_us_rms(nil), "slt": register_cmu_us_slt(nil),
            "awb": register_cmu_us_awb(nil), "kal16": register_cmu_us_kal16(nil),
        ]
        self.voices = registered.compactMapValues { $0 }
        self.lexicon = cmu_lex_init()
    }

    /// Runs `body` while nobody else uses Flite.
    static func withLock<Value>(_ body: (borrowing FliteLibrary) throws -> sending Value) rethrows -> sending Value {
        try Self.shared.withLock { library in try body(library) }
    }
}
#endif
