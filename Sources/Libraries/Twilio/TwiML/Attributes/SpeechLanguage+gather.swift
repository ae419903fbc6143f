// SPDX-License-Identifier: Apache-2.0

extension SpeechLanguage {
    /// `ar-BH`.
    public static let arBH = Self(rawValue: "ar-BH")
    /// `ar-DZ`.
    public static let arDZ = Self(rawValue: "ar-DZ")
    /// `ar-EG`.
    public static let arEG = Self(rawValue: "ar-EG")
    /// `ar-IL`.
    public static let arIL = Self(rawValue: "ar-IL")
    /// `ar-IQ`.
    public static let arIQ = Self(rawValue: "ar-IQ")
    /// `ar-JO`.
    public static let arJO = Self(rawValue: "ar-JO")
    /// `ar-KW`.
    public static let arKW = Self(rawValue: "ar-KW")
    /// `ar-LB`.
    public static let arLB = Self(rawValue: "ar-LB")
    /// `ar-MA`.
    public static let arMA = Self(rawValue: "ar-MA")
    /// `ar-OM`.
    public static let arOM = Self(rawValue: "ar-OM")
    /// `ar-PS`.
    public static let arPS = Self(rawValue: "ar-PS")
    /// `ar-QA`.
    public static let arQA = Self(rawValue: "ar-QA")
    /// `ar-SA`.
    public static let arSA = Self(rawValue: "ar-SA")
    /// `ar-TN`.
    public static let arTN = Self(rawValue: "ar-TN")
    /// `az-AZ`.
    public static let azAZ = Self(rawValue: "az-AZ")
    /// `bn-BD`.
    public static let bnBD = Self(rawValue: "bn-BD")
    /// `cmn-Hans-CN`.
    public static let cmnHansCN = Self(rawValue: "cmn-Hans-CN")
    /// `cmn-Hant-TW`.
    public static let cmnHantTW = Self(rawValue: "cmn-Hant-TW")
    /// `en-GH`.
    public static let enGH = Self(rawValue: "en-GH")
    /// `en-KE`.
    public static let enKE = Self(rawValue: "en-KE")
    /// `en-NG`.
    public static let enNG = Self(rawValue: "en-NG")
    /// `en-PH`.
    public static let enPH = Self(rawValue: "en-PH")
    /// `en-SG`.
    public static let enSG = Self(rawValue: "en-SG")
    /// `en-TZ`.
    public static let enTZ = Self(rawValue: "en-TZ")
    /// `es-AR`.
    public static let esAR = Self(rawValue: "es-AR")
    /// `es-BO`.
    public static let esBO = Self(rawValue: "es-BO")
    /// `es-CL`.
    public static let esCL = Self(rawValue: "es-CL")
    /// `es-CO`.
    public static let esCO = Self(rawValue: "es-CO")
    /// `es-CR`.
    public static let esCR = Self(rawValue: "es-CR")
    /// `es-DO`.
    public static let esDO = Self(rawValue: "es-DO")
    /// `es-EC`.
    public static let esEC = Self(rawValue: "es-EC")
    /// `es-GT`.
    public static let esGT = Self(rawValue: "es-GT")
    /// `es-HN`.
    public static let esHN = Self(rawValue: "es-HN")
    /// `es-NI`.
    public static let esNI = Self(rawValue: "es-NI")
    /// `es-PA`.
    public static let esPA = Self(rawValue: "es-PA")
    /// `es-PE`.
    public static let esPE = Self(rawValue: "es-PE")
    /// `es-PR`.
    public static let esPR = Self(rawValue: "es-PR")
    /// `es-PY`.
    public static let esPY = Self(rawValue: "es-PY")
    /// `es-SV`.
    public static let esSV = Self(rawValue: "es-SV")
    /// `es-UY`.
    public static let esUY = Self(rawValue: "es-UY")
    /// `es-VE`.
    public static let esVE = Self(rawValue: "es-VE")
    /// `et-EE`.
    public static let etEE = Self(rawValue: "et-EE")
    /// `eu-ES`.
    public static let euES = Self(rawValue: "eu-ES")
    /// `fa-IR`.
    public static let faIR = Self(rawValue: "fa-IR")
    /// `gl-ES`.
    public static let glES = Self(rawValue: "gl-ES")
    /// `hr-HR`.
    public static let hrHR = Self(rawValue: "hr-HR")
    /// `hy-AM`.
    public static let hyAM = Self(rawValue: "hy-AM")
    /// `jv-ID`.
    public static let jvID = Self(rawValue: "jv-ID")
    /// `ka-GE`.
    public static let kaGE = Self(rawValue: "ka-GE")
    /// `km-KH`.
    public static let kmKH = Self(rawValue: "km-KH")
    /// `lo-LA`.
    public static let loLA = Self(rawValue: "lo-LA")
    /// `lt-LT`.
    public static let ltLT = Self(rawValue: "lt-LT")
    /// `mk-MK`.
    public static let mkMK = Self(rawValue: "mk-MK")
    /// `mn-MN`.
    public static let mnMN = Self(rawValue: "mn-MN")
    /// `my-MM`.
    public static let myMM = Self(rawValue: "my-MM")
    /// `nar-IQ`.
    public static let narIQ = Self(rawValue: "nar-IQ")
    /// `ne-NP`.
    public static let neNP = Self(rawValue: "ne-NP")
    /// `pa-guru-IN`.
    public static let paGuruIN = Self(rawValue: "pa-guru-IN")
    /// `si-LK`.
    public static let siLK = Self(rawValue: "si-LK")
    /// `sl-SI`.
    public static let slSI = Self(rawValue: "sl-SI")
    /// `sq-AL`.
    public static let sqAL = Self(rawValue: "sq-AL")
    /// `su-ID`.
    public static let suID = Self(rawValue: "su-ID")
    /// `sw-KE`.
    public static let swKE = Self(rawValue: "sw-KE")
    /// `sw-TZ`.
    public static let swTZ = Self(rawValue: "sw-TZ")
    /// `ta-LK`.
    public static let taLK = Self(rawValue: "ta-LK")
    /// `ta-MY`.
    public static let taMY = Self(rawValue: "ta-MY")
    /// `ta-SG`.
    public static let taSG = Self(rawValue: "ta-SG")
    /// `ur-IN`.
    public static let urIN = Self(rawValue: "ur-IN")
    /// `ur-PK`.
    public static let urPK = Self(rawValue: "ur-PK")
    /// `uz-UZ`.
    public static let uzUZ = Self(rawValue: "uz-UZ")
    /// `yue-CN`.
    public static let yueCN = Self(rawValue: "yue-CN")
    /// `yue-Hant-HK`.
    public static let yueHantHK = Self(rawValue: "yue-Hant-HK")
    /// `zh`.
    public static let zh = Self(rawValue: "zh")
    /// `zu-ZA`.
    public static let zuZA = Self(rawValue: "zu-ZA")
    /// Whatever the caller speaks: only for ``ConversationRelay`` with models of Deepgram.
    public static let multi = Self(rawValue: "multi")
}
