// SPDX-License-Identifier: Apache-2.0

// Who listens and speaks, and what happens when that fails.
extension Setting {
    static let speech = Setting(
        "SPEECH",
        "speech",
        .choice(["offline", "deepgram", "none"]),
        "who listens and speaks; offline needs no account, none is for measurements; default is deepgram with its key, else offline"
    )
    static let speechFallback = Setting(
        "SPEECH_FALLBACK",
        "speechFallback",
        .choice(["offline", "gather", "person"]),
        default: "offline",
        "who goes on with a call when Deepgram is away for too long: the embedded engines, Twilio's own recognition, or a person"
    )
    static let voice = Setting("VOICE", "voice", .text, "the engine's voice; default is the engine's")
    static let speechWorkers = Setting(
        "SPEECH_WORKERS",
        "speechWorkers",
        .integer(0...256),
        default: "0",
        "threads of the offline recogniser; 0 is one per core"
    )
    static let speechCacheMemory = Setting(
        "SPEECH_CACHE_MEMORY_MB",
        "speechCache.memoryMegabytes",
        .integer(0...65_536),
        default: "32",
        "megabytes of rendered prompts and answers kept in memory; 0 keeps none"
    )
    static let speechCacheDisk = Setting(
        "SPEECH_CACHE_DISK_MB",
        "speechCache.diskMegabytes",
        .integer(0...1_048_576),
        default: "256",
        "megabytes of rendered prompts and answers kept on disk; 0 keeps none"
    )
    static let speechCacheFolder = Setting(
        "SPEECH_CACHE_DIR",
        "speechCache.dir",
        .path,
        "the folder of rendered prompts and answers; default DATA_DIR/speech"
    )

    /// Engines, fallback, voice and cache.
    static let engines: [Setting] =
        [.speech, .speechFallback, .speechWorkers, .voice, .speechCacheMemory, .speechCacheDisk, .speechCacheFolder]
        + Self.deepgram
}
