// SPDX-License-Identifier: Apache-2.0

// Deepgram: the account, how it listens and speaks, its connections, and what is done when they break.
extension Setting {
    static let deepgramKey = Setting(
        "DEEPGRAM_API_KEY",
        "deepgram.apiKey",
        .text,
        isSecret: true,
        "the Deepgram key, or a temporary token"
    )
    static let deepgramURL = Setting(
        "DEEPGRAM_URL",
        "deepgram.url",
        .url(["https", "wss", "http", "ws"]),
        default: "https://api.deepgram.com",
        "Deepgram's address: another region, a server of your own, or the simulator; http on this machine or a private network only"
    )
    static let deepgramModel = Setting(
        "DEEPGRAM_MODEL",
        "deepgram.model",
        .text,
        default: "nova-3",
        "the model that listens; flux-general-en and other flux models find the ends of turns themselves"
    )
    static let deepgramLanguage = Setting(
        "DEEPGRAM_LANGUAGE",
        "deepgram.language",
        .text,
        default: "en-US",
        "the language of callers, as a BCP 47 tag, or multi"
    )
    static let deepgramSmartFormat = Setting(
        "DEEPGRAM_SMART_FORMAT",
        "deepgram.smartFormat",
        .choice(["off", "on"]),
        default: "off",
        "on: numbers, dates and addresses are written as people write them, and finals may wait 3 s for it"
    )
    static let deepgramRedact = Setting(
        "DEEPGRAM_REDACT",
        "deepgram.redact",
        .list,
        "what Deepgram replaces in transcripts: pci, numbers, ssn, separated by commas"
    )
    static let deepgramTraining = Setting(
        "DEEPGRAM_MIP_OPT_OUT",
        "deepgram.mipOptOut",
        .choice(["off", "on"]),
        default: "off",
        "on: Deepgram may not train models with the calls' audio, at the price without its discount"
    )
    static let deepgramSpeak = Setting(
        "DEEPGRAM_SPEAK",
        "deepgram.speak",
        .choice(["rest", "websocket", "off"]),
        default: "rest",
        "how Deepgram's voice is fetched; off: the embedded voice speaks"
    )
    static let deepgramSpeakRequests = Setting(
        "DEEPGRAM_SPEAK_REQUESTS",
        "deepgram.speakRequests",
        .integer(1...1_000),
        default: "15",
        "sentences that are rendered at once; the account's limit for Aura"
    )
    static let deepgramBatch = Setting(
        "DEEPGRAM_BATCH_MS",
        "deepgram.batchMilliseconds",
        .integer(20...1_000),
        "milliseconds of audio in one message to Deepgram, in whole frames of 20 ms; default is 60, and 80 with flux models"
    )

    /// All of them, in the order in which they are shown.
    static let deepgram: [Setting] =
        [
            .deepgramKey, .deepgramURL, .deepgramModel, .deepgramLanguage, .deepgramSmartFormat, .deepgramRedact,
            .deepgramTraining, .deepgramSpeak, .deepgramSpeakRequests, .deepgramBatch,
        ] + Self.deepgramConnections + Self.deepgramOutage
}
