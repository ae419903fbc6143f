// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import DeepgramSpeech

/// The Deepgram account, and how it is used.
struct DeepgramAccess: Sendable {
    /// How Deepgram's voice is fetched.
    enum Speaking: String, Sendable {
        case rest
        case webSocket = "websocket"
        case off
    }

    var key = ""
    var url = "https://api.deepgram.com"
    var model = "nova-3"
    var language = "en-US"
    var formatsSmartly = false
    var redact: [String] = []
    var optsOutOfTraining = false
    var speaking = Speaking.rest
    var speakRequests = 15
    /// Audio in one message; `nil` for what suits the model.
    var batch: Duration?
    var maximumConnections = 1_000
    var connectsPerSecond = 40
    var connectTime = Duration.seconds(5)
    var poolMinimum = 0
    var poolMaximum = 10
    var poolAge = Duration.seconds(300)
    var reusesConnections = false
    /// Audio kept until its words are final.
    var ring = Duration.seconds(45)
    /// How long a call waits before the fallback takes over.
    var outage = Duration.seconds(40)
    var firstResult = Duration.seconds(10)
    var silence = Duration.seconds(8)
    /// How fast kept audio is sent again; 1 is real time.
    var replayPace = 1.25

    init() {}

    init(_ values: SettingValues) {
        self.key = values[.deepgramKey] ?? self.key
        self.url = values[.deepgramURL] ?? self.url
        self.model = values[.deepgramModel] ?? self.model
        self.language = values[.deepgramLanguage] ?? self.language
        self.formatsSmartly = values[.deepgramSmartFormat] == "on"
        self.redact = Setting.words(in: values[.deepgramRedact] ?? "")
        self.optsOutOfTraining = values[.deepgramTraining] == "on"
        self.speaking = values[.deepgramSpeak].flatMap(Speaking.init) ?? self.speaking
        self.speakRequests = values.number(.deepgramSpeakRequests) ?? self.speakRequests
        self.batch = values.number(.deepgramBatch).map { .milliseconds(max(1, $0 / 20) * 20) }
        self.maximumConnections = values.number(.deepgramMaximum) ?? self.maximumConnections
        self.connectsPerSecond = values.number(.deepgramRate) ?? self.connectsPerSecond
        self.connectTime = values.seconds(.deepgramConnectSeconds) ?? self.connectTime
        self.poolMinimum = values.number(.deepgramPoolMinimum) ?? self.poolMinimum
        self.poolMaximum = values.number(.deepgramPoolMaximum) ?? self.poolMaximum
        self.poolAge = values.seconds(.deepgramPoolAge) ?? self.poolAge
        self.reusesConnections = values[.deepgramPoolReuse] == "on"
        self.ring = values.seconds(.deepgramRing) ?? self.ring
        self.outage = values.seconds(.deepgramOutageSeconds) ?? self.outage
        self.firstResult = values.seconds(.deepgramFirstResult) ?? self.firstResult
        self.silence = values.seconds(.deepgramSilence) ?? self.silence
        self.replayPace = values.number(.deepgramPace).map { Double($0) / 100 } ?? self.replayPace
    }

    /// What a log must never show.
    var secrets: [String] { self.key.isEmpty ? [] : [self.key] }

    /// What cannot be meant, in words.
    static func problems(in values: SettingValues, isProduction: Bool) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func refuse(_ setting: Setting, _ message: String) {
            problems.append(ConfigurationProblem(subject: setting.name, message: message))
        }
        if values[.deepgramKey] == nil, !isProduction {
            refuse(.deepgramKey, "is missing; create one in the Deepgram console, or set SPEECH=offline")
        }
        if let ring = values.number(.deepgramRing), let outage = values.number(.deepgramOutageSeconds), outage >= ring {
            refuse(.deepgramOutageSeconds, "is \(outage); it must be less than DEEPGRAM_RING_SECONDS, which is \(ring)")
        }
        if let minimum = values.number(.deepgramPoolMinimum), let maximum = values.number(.deepgramPoolMaximum),
            minimum > maximum
        {
            refuse(
                .deepgramPoolMinimum,
                "is \(minimum); it must not be more than DEEPGRAM_POOL_MAX, which is \(maximum)"
            )
        }
        return problems + Self.refusals(DeepgramAccess(values))
    }

    /// What Deepgram would refuse, found out before it is asked.
    private static func refusals(_ access: DeepgramAccess) -> [ConfigurationProblem] {
        let recognition = access.recognition
        let request = RecognitionRequest(call: CallID("configuration"), hints: SpeechHints())
        let refused = recognition.problems() + recognition.parameters(for: request).problems()
        var problems = refused.map {
            ConfigurationProblem(subject: Setting.deepgramModel.name, message: $0)
        }
        do throws(DeepgramError) {
            _ = try DeepgramEndpoint(access.url, allowingPlaintext: true)
        } catch {
            problems.append(ConfigurationProblem(subject: Setting.deepgramURL.name, message: error.message))
        }
        guard !access.key.isEmpty else { return problems }
        do throws(DeepgramError) {
            _ = try DeepgramCredential(access.key)
        } catch {
            problems.append(ConfigurationProblem(subject: Setting.deepgramKey.name, message: error.message))
        }
        return problems
    }
}
