// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CFlite

/// Pronounces words that no dictionary has, by Flite's letter-to-sound rules.
///
/// Flite speaks with the phones of the CMU dictionary in lower case and with stress; one more, `ax`, is its unstressed AH.
enum LetterToSound {
    /// The phones of PocketSphinx's American English model.
    static let phones: Set<String> = [
        "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH",
        "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
    ]

    /// The phones of a word of letters; `nil` when the rules have none.
    static func pronounce(_ word: String) -> [String]? {
        FliteLibrary.withLock { library in
            guard let list = lex_lookup(library.lexicon, word, nil, nil) else { return nil }
            defer { delete_val(list) }
            var phones: [String] = []
            var cell: UnsafePointer<cst_val>? = UnsafePointer(list)
            while let now = cell {
                guard let value = val_car(now), let name = val_string(value),
                    let phone = Self.phone(String(cString: name))
                else { return nil }
                phones.append(phone)
                cell = val_cdr(now)
            }
            return phones.isEmpty ? nil : phones
        }
    }

    /// PocketSphinx's name of Flite's phone.
    static func phone(_ name: String) -> String? {
        let plain = name.filter(\.isLetter).uppercased()
        let phone = plain == "AX" ? "AH" : plain
        return Self.phones.contains(phone) ? phone : nil
    }
}
#endif
