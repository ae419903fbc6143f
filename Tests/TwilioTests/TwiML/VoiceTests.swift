// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// The constructors make each of the 900 voices that Twilio's libraries name (state of 2026).
@Suite struct VoiceTests {
    private static let standard = """
        Aditi Amy Astrid Bianca Brian Camila Carla Carmen Celine Chantal Conchita Cristiano Dora Emma Enrique Ewa
        Filiz Geraint Giorgio Gwyneth Hans Ines Ivy Jacek Jan Joanna Joey Justin Karl Kendra Kevin Kimberly Lea Liv
        Lotte Lucia Lupe Mads Maja Marlene Mathieu Matthew Maxim Mia Miguel Mizuki Naja Nicole Penelope Raveena
        Ricardo Ruben Russell Salli Seoyeon Takumi Tatyana Vicki Vitoria Zeina Zhiyu
        """
    private static let neural = """
        Adriano Amy Andres Aria Arlet Arthur Ayanda Bianca Brian Burcu Camila Daniel Danielle Elin Emma Gabrielle
        Gregory Hala Hannah Hiujin Ida Ines Isabelle Ivy Joanna Joey Justin Kajal Kazuha Kendra Kevin Kimberly Laura
        Lea Liam Lisa Lucia Lupe Matthew Mia Niamh Ola Olivia Pedro Remi Ruth Salli Seoyeon Sergio Sofie Stephen Suvi
        Takumi Thiago Tomoko Vicki Vitoria Zayd Zhiyu
        """
    private static let generative = """
        Amy Andres Ayanda Bianca Daniel Danielle Joanna Kajal Lea Lucia Lupe Matthew Mía Olivia Pedro Rémi Ruth Sergio
        Stephen Vicki
        """
    private static let googleStandard = """
        af-ZA:A am-ET:AB ar-XA:ABCD bg-BG:AB bn-IN:ABCD ca-ES:AB cmn-CN:ABCD cmn-TW:ABC cs-CZ:AB da-DK:ACDEFG
        de-DE:ABCDEFGH el-GR:AB en-AU:ABCD en-GB:ABCDFNO en-IN:ABCDEF en-US:ABCDEFGHIJ es-ES:ABCDEFGH es-US:ABC
        eu-ES:AB fi-FI:AB fil-PH:ABCD fr-CA:ABCD fr-FR:ABCDEFG gl-ES:AB gu-IN:ABCD he-IL:ABCD hi-IN:ABCDEF hu-HU:AB
        id-ID:ABCD is-IS:AB it-IT:ABCDEF ja-JP:ABCD kn-IN:ABCD ko-KR:ABCD lt-LT:AB lv-LV:AB ml-IN:ABCD mr-IN:ABC
        ms-MY:ABCD nb-NO:ABCDEFG nl-BE:ABCD nl-NL:ABCDEFG pa-IN:ABCD pl-PL:ABCDEFG pt-BR:ABCDE pt-PT:ABCDEF ro-RO:AB
        ru-RU:ABCDE sk-SK:AB sr-RS:A sv-SE:ABCDEFG ta-IN:ABCD te-IN:ABCD th-TH:A tr-TR:ABCDE uk-UA:A vi-VN:ABCD
        yue-HK:ABCD
        """
    private static let googleWavenet = """
        am-ET:AB ar-XA:ABCD bn-IN:ABCD cmn-CN:ABCD cmn-TW:ABC cs-CZ:AB da-DK:ACDEFG de-DE:ABCDEFGH el-GR:AB en-AU:ABCD
        en-GB:ABCDFNO en-IN:ABCDEF en-US:ABCDEFGHIJ es-ES:BCDEFGH es-US:ABC fi-FI:AB fil-PH:ABCD fr-CA:ABCD
        fr-FR:ABCDEFG gu-IN:ABCD he-IL:ABCD hi-IN:ABCDEF hu-HU:A id-ID:ABCD it-IT:ABCDEF ja-JP:ABCD kn-IN:ABCD
        ko-KR:ABCD ml-IN:ABCD mr-IN:ABC ms-MY:ABCD nb-NO:ABCDEFG nl-BE:ABCD nl-NL:ABCDEFG pa-IN:ABCD pl-PL:ABCDEFG
        pt-BR:ABCDE pt-PT:ABCDEF ro-RO:AB ru-RU:ABCDE sk-SK:AB sv-SE:ABCDEFG ta-IN:ABCD tr-TR:ABCDE uk-UA:A vi-VN:ABCD
        """
    private static let googleNeural2 = """
        da-DK:DF de-DE:ABCDFGH en-AU:ABCD en-GB:ABCDFNO en-IN:ABCD en-US:ACDEFGHIJ es-ES:ABCDEFGH es-US:ABC fil-ph:AD
        fr-CA:ABCD fr-FR:ABCDEFG hi-IN:ABCD it-IT:ACF ja-JP:BCD ko-KR:ABC pt-BR:ABC th-TH:C vi-VN:AD
        """
    private static let chirpLanguages = """
        ar-XA bn-IN cmn-CN de-DE en-AU en-GB en-IN en-US es-ES es-US fr-CA fr-FR gu-IN hi-IN id-ID it-IT ja-JP kn-IN
        ko-KR ml-IN mr-IN nl-NL pl-PL pt-BR ru-RU ta-IN te-IN th-TH tr-TR vi-VN
        """
    private static let chirpNames = "Aoede Charon Fenrir Kore Leda Orus Puck Zephyr"

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func google(_ table: String, _ make: (Character) -> GoogleVoice) -> [Voice] {
        self.words(table).flatMap { entry in
            let parts = entry.split(separator: ":")
            return parts[1].map { Voice.google(SpeechLanguage(rawValue: String(parts[0])), make($0)) }
        }
    }

    private static let all: [Voice] =
        [.man, .woman, .alice] + words(standard).map { .polly($0, .standard) }
        + words(neural).map { .polly($0, .neural) }
        + words(generative).map { .polly($0, .generative) } + google(googleStandard, GoogleVoice.standard)
        + google(googleWavenet, GoogleVoice.wavenet) + google(googleNeural2, GoogleVoice.neural2)
        + words(chirpLanguages).flatMap { language in
            words(chirpNames).map { .google(SpeechLanguage(rawValue: language), .chirp3HD($0)) }
        }

    @Test func makesAllVoicesOfTwilio() {
        #expect(Self.all.count == 900)
        #expect(Set(Self.all).count == 900)
        let names = Self.all.map(\.rawValue)
        for kind in ["Standard-", "Wavenet-", "Neural2-", "Chirp3-HD-", "-Neural", "-Generative"] {
            #expect(names.contains { $0.contains(kind) })
        }
        #expect(names.count { $0.hasPrefix("Polly.") } == 140)
        #expect(names.count { $0.hasPrefix("Google.") } == 757)
    }

    @Test func spellsThemAsTwilioDoes() {
        #expect(Voice.polly("Joanna", .standard).rawValue == "Polly.Joanna")
        #expect(Voice.polly("Joanna", .neural).rawValue == "Polly.Joanna-Neural")
        #expect(Voice.polly("R\u{E9}mi", .generative).rawValue == "Polly.R\u{E9}mi-Generative")
        #expect(Voice.google(.deDE, .wavenet("A")).rawValue == "Google.de-DE-Wavenet-A")
        #expect(Voice.google("en-US", .neural2("C")).rawValue == "Google.en-US-Neural2-C")
        #expect(Voice.google(.thTH, .standard("A")).rawValue == "Google.th-TH-Standard-A")
        #expect(Voice.google("en-US", .chirp3HD("Aoede")).rawValue == "Google.en-US-Chirp3-HD-Aoede")
    }
}
