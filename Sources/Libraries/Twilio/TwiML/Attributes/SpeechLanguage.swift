// SPDX-License-Identifier: Apache-2.0

/// A spoken language, as a BCP 47 tag.
///
/// The members are all that ``Say``, ``Gather``, ``Pay`` and ``SSML`` know; not each of them knows every one.
public struct SpeechLanguage: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `af-ZA`.
    public static let afZA = Self(rawValue: "af-ZA")
    /// `am-ET`.
    public static let amET = Self(rawValue: "am-ET")
    /// `ar-AE`.
    public static let arAE = Self(rawValue: "ar-AE")
    /// `ar-XA`.
    public static let arXA = Self(rawValue: "ar-XA")
    /// `arb`.
    public static let arb = Self(rawValue: "arb")
    /// `bg-BG`.
    public static let bgBG = Self(rawValue: "bg-BG")
    /// `bn-IN`.
    public static let bnIN = Self(rawValue: "bn-IN")
    /// `ca-ES`.
    public static let caES = Self(rawValue: "ca-ES")
    /// `cmn-CN`.
    public static let cmnCN = Self(rawValue: "cmn-CN")
    /// `cmn-TW`.
    public static let cmnTW = Self(rawValue: "cmn-TW")
    /// `cs-CZ`.
    public static let csCZ = Self(rawValue: "cs-CZ")
    /// `cy-GB`.
    public static let cyGB = Self(rawValue: "cy-GB")
    /// `da-DK`.
    public static let daDK = Self(rawValue: "da-DK")
    /// `de-AT`.
    public static let deAT = Self(rawValue: "de-AT")
    /// `de-DE`.
    public static let deDE = Self(rawValue: "de-DE")
    /// `el-GR`.
    public static let elGR = Self(rawValue: "el-GR")
    /// `en-AU`.
    public static let enAU = Self(rawValue: "en-AU")
    /// `en-CA`.
    public static let enCA = Self(rawValue: "en-CA")
    /// `en-GB`.
    public static let enGB = Self(rawValue: "en-GB")
    /// `en-GB-WLS`.
    public static let enGBWLS = Self(rawValue: "en-GB-WLS")
    /// `en-IE`.
    public static let enIE = Self(rawValue: "en-IE")
    /// `en-IN`.
    public static let enIN = Self(rawValue: "en-IN")
    /// `en-NZ`.
    public static let enNZ = Self(rawValue: "en-NZ")
    /// `en-US`.
    public static let enUS = Self(rawValue: "en-US")
    /// `en-ZA`.
    public static let enZA = Self(rawValue: "en-ZA")
    /// `es-ES`.
    public static let esES = Self(rawValue: "es-ES")
    /// `es-MX`.
    public static let esMX = Self(rawValue: "es-MX")
    /// `es-US`.
    public static let esUS = Self(rawValue: "es-US")
    /// `fi-FI`.
    public static let fiFI = Self(rawValue: "fi-FI")
    /// `fil-PH`.
    public static let filPH = Self(rawValue: "fil-PH")
    /// `fr-BE`.
    public static let frBE = Self(rawValue: "fr-BE")
    /// `fr-CA`.
    public static let frCA = Self(rawValue: "fr-CA")
    /// `fr-FR`.
    public static let frFR = Self(rawValue: "fr-FR")
    /// `gu-IN`.
    public static let guIN = Self(rawValue: "gu-IN")
    /// `he-IL`.
    public static let heIL = Self(rawValue: "he-IL")
    /// `hi-IN`.
    public static let hiIN = Self(rawValue: "hi-IN")
    /// `hu-HU`.
    public static let huHU = Self(rawValue: "hu-HU")
    /// `id-ID`.
    public static let idID = Self(rawValue: "id-ID")
    /// `is-IS`.
    public static let isIS = Self(rawValue: "is-IS")
    /// `it-IT`.
    public static let itIT = Self(rawValue: "it-IT")
    /// `ja-JP`.
    public static let jaJP = Self(rawValue: "ja-JP")
    /// `kn-IN`.
    public static let knIN = Self(rawValue: "kn-IN")
    /// `ko-KR`.
    public static let koKR = Self(rawValue: "ko-KR")
    /// `lv-LV`.
    public static let lvLV = Self(rawValue: "lv-LV")
    /// `ml-IN`.
    public static let mlIN = Self(rawValue: "ml-IN")
    /// `mr-IN`.
    public static let mrIN = Self(rawValue: "mr-IN")
    /// `ms-MY`.
    public static let msMY = Self(rawValue: "ms-MY")
    /// `nb-NO`.
    public static let nbNO = Self(rawValue: "nb-NO")
    /// `nl-BE`.
    public static let nlBE = Self(rawValue: "nl-BE")
    /// `nl-NL`.
    public static let nlNL = Self(rawValue: "nl-NL")
    /// `pa-IN`.
    public static let paIN = Self(rawValue: "pa-IN")
    /// `pl-PL`.
    public static let plPL = Self(rawValue: "pl-PL")
    /// `pt-BR`.
    public static let ptBR = Self(rawValue: "pt-BR")
    /// `pt-PT`.
    public static let ptPT = Self(rawValue: "pt-PT")
    /// `ro-RO`.
    public static let roRO = Self(rawValue: "ro-RO")
    /// `ru-RU`.
    public static let ruRU = Self(rawValue: "ru-RU")
    /// `sk-SK`.
    public static let skSK = Self(rawValue: "sk-SK")
    /// `sr-RS`.
    public static let srRS = Self(rawValue: "sr-RS")
    /// `sv-SE`.
    public static let svSE = Self(rawValue: "sv-SE")
    /// `ta-IN`.
    public static let taIN = Self(rawValue: "ta-IN")
    /// `te-IN`.
    public static let teIN = Self(rawValue: "te-IN")
    /// `th-TH`.
    public static let thTH = Self(rawValue: "th-TH")
    /// `tr-TR`.
    public static let trTR = Self(rawValue: "tr-TR")
    /// `uk-UA`.
    public static let ukUA = Self(rawValue: "uk-UA")
    /// `vi-VN`.
    public static let viVN = Self(rawValue: "vi-VN")
    /// `yue-HK`.
    public static let yueHK = Self(rawValue: "yue-HK")
    /// `zh-CN`.
    public static let zhCN = Self(rawValue: "zh-CN")
    /// `zh-HK`.
    public static let zhHK = Self(rawValue: "zh-HK")
    /// `zh-TW`.
    public static let zhTW = Self(rawValue: "zh-TW")
}
