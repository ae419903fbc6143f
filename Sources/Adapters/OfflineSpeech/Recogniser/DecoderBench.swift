// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Logging

/// The decoders of one thread, least recently used forgotten first; a decoder costs some 8 MB and 50 ms.
struct DecoderBench {
    private let files: ModelFiles
    private let compiler: HintCompiler
    private let logger: Logger
    private var decoders: RecentValues<SpeechHints, Decoder>

    init(limit: Int, files: ModelFiles, compiler: HintCompiler, logger: Logger) {
        self.files = files
        self.compiler = compiler
        self.logger = logger
        self.decoders = RecentValues(limit: limit)
    }

    /// How many decoders are kept now.
    var count: Int { self.decoders.count }

    /// Recognises a job's audio; without audio only the decoder is made ready.
    mutating func run(_ job: RecognitionJob) -> Result<[Decoder.Word], SpeechError> {
        do {
            let decoder = try self.decoder(job.hints)
            return .success(job.audio.isEmpty ? [] : decoder.decode(job.audio))
        } catch {
            self.logger.error("offline recogniser failed", metadata: ["error": "\(error)"])
            return .failure(error)
        }
    }

    private mutating func decoder(_ hints: SpeechHints) throws(SpeechError) -> Decoder {
        if let known = self.decoders[hints] { return known }
        let compiled = hints.isEmpty ? nil : try self.compiler.compile(hints)
        if let left = compiled?.unpronounceable, !left.isEmpty {
            self.logger.notice("words without pronunciation left out", metadata: ["words": "\(left)"])
        }
        let decoder = try Decoder(compiled, files: self.files)
        self.decoders.insert(decoder, for: hints)
        return decoder
    }
}
#endif
